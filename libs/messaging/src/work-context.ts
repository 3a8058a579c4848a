import type { EventData, EventType } from '@trademaster/contracts';
import type { Log } from './log';

/** What a handler gets beside its event (`@Ctx()`). */
export interface WorkContext {
  /** Aborts when this work was given to somebody else or the service stops: end soon, the result will not be used. */
  signal: AbortSignal;
  /** Of the run; 0 unless it was retried. */
  attempt: number;
  log: Log;
  /**
   * A sign of life of work that takes long; `publishEphemeral` is one, too. `quietMs`: for so long there may come none,
   * because a call with a time-out of its own is under way, for example. Work without any counts as hanging.
   */
  progressed(quietMs?: number): void;
  /** For screens only: published at once, not stored, lost when Kafka is away. */
  publishEphemeral<K extends EventType>(type: K, key: string, data: EventData[K]): void;
}
