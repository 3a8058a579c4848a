import type { EventData, EventType } from '@trademaster/contracts';
import type { StoredEvent } from '../contract';

/** An event of a known type. */
export type Fact<K extends EventType = EventType> = Omit<StoredEvent, 'data' | 'type'> & {
  type: K;
  data: EventData[K];
};

/** The newest attempt's event of each type. */
export type RunFacts = { [K in EventType]?: Fact<K> };

/** The order in which events came does not count: of two of one attempt it is the one that Kafka took first. */
export function factsOf(events: readonly StoredEvent[]): RunFacts {
  const newest: Partial<Record<EventType, StoredEvent>> = {};
  for (const event of events) {
    const other = newest[event.type];
    if (other === undefined || isBefore(event, other)) newest[event.type] = event;
  }
  return newest as RunFacts;
}

function isBefore(event: StoredEvent, other: StoredEvent): boolean {
  if (event.attempt !== other.attempt) return event.attempt > other.attempt;
  if (event.received_at !== other.received_at) return event.received_at < other.received_at;
  return event.event_id < other.event_id;
}
