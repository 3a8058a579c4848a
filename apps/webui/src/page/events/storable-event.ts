import { createHash } from 'node:crypto';
import type { EventType, PipelineEvent } from '@trademaster/contracts';
import { type FollowedEvent, identityOf } from '@trademaster/messaging';

/** A row of `webui.event` that is not stored yet. */
export interface EventRow {
  identity: string;
  event_id: string;
  type: EventType;
  attempt: number;
  run_id: string | null;
  request_id: string | null;
  symbol: string | null;
  time: string;
  received_at: string;
  /** JSON. */
  data: string;
}

/** An index of PostgreSQL takes no more than 2.7 kB; names from outside may have any length. */
const LONGEST_TEXT = 250;

/** The row of an event. Whatever its texts hold, PostgreSQL takes it. */
export function storableEvent({ event, recordedAt }: FollowedEvent): EventRow {
  const { runId = null, requestId = null, symbol = null } = identityOf(event);
  return {
    identity: identityOfDelivery(event),
    event_id: storable(event.id),
    type: event.type,
    attempt: event.attempt,
    run_id: runId,
    request_id: requestId === null ? null : storable(requestId),
    symbol: symbol === null ? null : storable(symbol),
    time: Number.isNaN(Date.parse(event.time)) ? recordedAt : new Date(event.time).toISOString(),
    received_at: recordedAt,
    data: JSON.stringify(event.data),
  };
}

/** The same event delivered again; an event published again for another attempt is another one. Hex sha256. */
function identityOfDelivery({ source, type, id, attempt }: PipelineEvent): string {
  return createHash('sha256')
    .update(JSON.stringify([source, type, id, attempt]))
    .digest('hex');
}

function storable(text: string): string {
  return text.slice(0, LONGEST_TEXT).replaceAll('\0', '\uFFFD').toWellFormed();
}
