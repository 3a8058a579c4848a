import type { EventType, PipelineEvent } from '@trademaster/contracts';

/** What every run begins with. */
const FIRST: EventType = 'symbol.requested';

/**
 * The events that `last` follows from, the first cause first and `last` at the end; undefined while one of them has not
 * come. A retry publishes its stage's input again under the first id: the first one is meant, so that the order in
 * which facts came does not count.
 */
export function lineageOf(last: PipelineEvent, facts: readonly PipelineEvent[]): PipelineEvent[] | undefined {
  const lineage = [last];
  for (let event = last; event.type !== FIRST;) {
    const cause = firstWith(event.causationid, facts);
    if (cause === undefined || lineage.includes(cause)) return undefined;
    lineage.unshift(cause);
    event = cause;
  }
  return lineage;
}

function firstWith(id: string | undefined, facts: readonly PipelineEvent[]): PipelineEvent | undefined {
  return facts
    .filter((fact) => fact.id === id)
    .reduce<PipelineEvent | undefined>(
      (first, fact) => (first === undefined || fact.attempt < first.attempt ? fact : first),
      undefined,
    );
}
