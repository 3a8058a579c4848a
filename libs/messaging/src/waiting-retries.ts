import { type Stage, STAGES } from '@trademaster/contracts';
import type { KafkaClientOptions } from './kafka-client';
import type { ReceivedMessage } from './received-message';
import { aboutRecord } from './replay';
import { deliveryOf, waitOf } from './retry-topics';
import { readStoredRecords } from './stored-records';
import { retryTopicsOf } from './topics';

/** A message that failed for now and is tried again when it is due. */
export interface WaitingRetry {
  stage: Stage;
  runId?: string;
  requestId?: string;
  /** Counted from 1. */
  retry: number;
  /** How many there are at most; absent when its stage did not say. */
  of?: number;
  /** RFC 3339. */
  dueAt: string;
  /** Code and message of the failure. */
  because: string;
}

/** More than the clocks of two machines differ. */
const CLOCK_SLACK_MS = 30_000;

/** What waits on the retry topics now, the next one first. Throws `broker_unavailable`. */
export async function waitingRetries(client: KafkaClientOptions, now = Date.now()): Promise<WaitingRetry[]> {
  const waiting: WaitingRetry[] = [];
  const topics = STAGES.flatMap((stage) => Object.values(retryTopicsOf(stage)));
  await readStoredRecords({
    ...client,
    topics: topics.map(({ name }) => name),
    from: { time: now - Math.max(...topics.map(({ delayMs }) => delayMs)) - CLOCK_SLACK_MS },
    onRecord: (record) => {
      const found = waitingRetryIn(record, now);
      if (found !== undefined) waiting.push(found);
    },
  });
  return waiting.toSorted((a, b) => a.dueAt.localeCompare(b.dueAt));
}

/** Undefined for what is due, and for what no stage put there. */
export function waitingRetryIn(record: ReceivedMessage, now: number): WaitingRetry | undefined {
  const stage = STAGES.find((one) => Object.values(retryTopicsOf(one)).some(({ name }) => name === record.topic));
  if (stage === undefined) return undefined;
  const { message, retries, dueAt } = deliveryOf(record, stage, () => true, now);
  if (dueAt <= now) return undefined;
  const { of, because = 'it did not say why' } = waitOf(record);
  const { runId, requestId } = aboutRecord(message);
  return {
    stage,
    ...(runId === undefined ? {} : { runId }),
    ...(requestId === undefined ? {} : { requestId }),
    retry: retries,
    ...(of === undefined ? {} : { of: Number(of) }),
    dueAt: new Date(dueAt).toISOString(),
    because,
  };
}
