/**
 * How a delivery ended. `repeated`: the outcome was known already and its events were published again. `deferred`: it
 * failed for now and waits on a retry topic.
 */
export type Handled = 'succeeded' | 'failed' | 'repeated' | 'skipped' | 'unread' | 'deferred';

/** Told about what the transport does; metrics are made of it. Run ids are never part of it. */
export interface TransportObserver {
  handled(topic: string, how: Handled, seconds: number): void;
  retried(topic: string): void;
  deadLettered(topic: string): void;
  /** Records behind the newest, after a fetched batch. */
  lag(topic: string, partition: number, records: number): void;
}

export const UNOBSERVED: TransportObserver = {
  handled: () => undefined,
  retried: () => undefined,
  deadLettered: () => undefined,
  lag: () => undefined,
};
