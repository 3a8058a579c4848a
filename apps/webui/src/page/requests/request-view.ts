import type { RequestView, RunRow, StoredEvent } from '../contract';
import { factsOf } from '../runs/run-facts';

/** A request, out of its own events and its runs; undefined when nobody has heard of it. */
export function requestView(
  requestId: string,
  events: readonly StoredEvent[],
  runs: RunRow[],
): RequestView | undefined {
  if (events.length === 0 && runs.length === 0) return undefined;
  const facts = factsOf(events);
  const completed = facts['request.completed']?.data;
  const failure = facts['request.failed']?.data.failure ?? completed?.failure ?? null;
  // A run that was retried after the request's end makes it go on.
  const ended = runs.some(({ status }) => status === 'RUNNING') ? undefined : completed;
  return {
    request_id: requestId,
    status:
      ended?.status ?? (failure ? 'failed' : runs.length > 0 || facts['request.resolved'] ? 'running' : 'requested'),
    message: ended?.message ?? null,
    failure,
    runs,
  };
}
