import { AsyncLocalStorage } from 'node:async_hooks';
import type { PipelineEvent } from '@trademaster/contracts';
import { identityOf } from './event-identity';

/** What stands on every log line that is written while an event is worked on. snake_case as on the wire. */
export interface WorkScope {
  run_id?: string;
  request_id?: string;
  symbol?: string;
  event_type: string;
  event_id: string;
  attempt: number;
}

const scopes = new AsyncLocalStorage<WorkScope>();

/** The event that the calling code works on, if it works on one. */
export function currentWork(): WorkScope | undefined {
  return scopes.getStore();
}

export function withinWork<T>(event: PipelineEvent, work: () => Promise<T>): Promise<T> {
  const { runId, requestId, symbol } = identityOf(event);
  return scopes.run(
    {
      ...(runId === undefined ? {} : { run_id: runId }),
      ...(requestId === undefined ? {} : { request_id: requestId }),
      ...(symbol === undefined ? {} : { symbol }),
      event_type: event.type,
      event_id: event.id,
      attempt: event.attempt,
    },
    work,
  );
}
