import type { Job, Place } from './partition-jobs';

/** Where a group stands on a partition. */
export interface PartitionLag extends Place {
  /** The next offset that the group has not committed; the oldest one kept when it never committed. */
  committed: bigint;
  end: bigint;
}

export interface Watched {
  /** Where the group stands, on every partition that it reads. */
  lags: readonly PartitionLag[];
  /** Whether this member has to do with the partition: it owns it, or it ought to own something and is in no group. */
  concerns: (place: Place) => boolean;
  /** The work on a partition's message, if there is any. */
  jobAt: (place: Place) => Job | undefined;
  /** How long the messages of a topic wait on purpose, milliseconds. */
  delayOf: (topic: string) => number;
}

/**
 * Finds partitions with messages on which nothing moves: neither the committed offset nor the work on their next
 * message. A job moves while it gives signs of life, and while it waits for its message to be due.
 */
export class StallDetector {
  private readonly still = new Map<string, { committed: bigint; since: number }>();

  constructor(private readonly limitMs: number) {}

  /** Says which partition stands still, and for how long; undefined while everything moves. */
  check({ lags, concerns, jobAt, delayOf }: Watched, now: number): string | undefined {
    let stalled: string | undefined;
    for (const lag of lags) {
      const key = `${lag.topic}/${lag.partition}`;
      const before = this.still.get(key);
      const job = jobAt(lag);
      const moves =
        lag.committed >= lag.end || !concerns(lag) || before?.committed !== lag.committed || isAlive(job, now);
      if (moves) this.still.set(key, { committed: lag.committed, since: now });
      else if (now - before.since > this.limitMs + delayOf(lag.topic))
        stalled ??= `${key}: ${lag.end - lag.committed} behind, nothing moved for ${seconds(now - before.since)} s`;
    }
    return stalled;
  }

  /** Nothing is known about the past any more, Kafka was away for example. */
  forget(): void {
    this.still.clear();
  }
}

function isAlive(job: Job | undefined, now: number): boolean {
  return job !== undefined && now <= job.aliveUntil;
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}
