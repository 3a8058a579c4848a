export interface Place {
  topic: string;
  partition: number;
}

/** The work on one message; at most one per owned partition. */
export interface Job extends Place {
  offset: bigint;
  /** Aborted when the partition went to another member. */
  lost: AbortController;
  /** The consumer went on without waiting and the partition is paused. */
  parked: boolean;
  /** Until then, milliseconds since the epoch, it need give no sign of life. */
  aliveUntil: number;
  /** Settles when the work is over, committed or not; never rejects. */
  ended: Promise<void>;
}

/** `stale`: was committed already. `early`: the message before it is still worked on. */
export type Admission = 'admitted' | 'stale' | 'early';

/**
 * Which message is worked on for which partition, and which comes next. After a rebalance kafkajs delivers again from
 * the committed offset, keeps its pause flags, and tells nobody that a partition was lost: this remembers it.
 */
export class PartitionJobs {
  private readonly active = new Map<string, Job>();
  private readonly running = new Set<Job>();
  private readonly nextOffset = new Map<string, bigint>();
  private memberId: string | undefined;
  private owned: Place[] = [];

  admit(place: Place, offset: bigint): Admission {
    const key = keyOf(place);
    const active = this.active.get(key);
    if (offset < (this.nextOffset.get(key) ?? 0n) || offset === active?.offset) return 'stale';
    return active === undefined ? 'admitted' : 'early';
  }

  /** Registers a job and starts its work, which must not reject. */
  start({ topic, partition }: Place, offset: bigint, work: (job: Job) => Promise<void>): Job {
    const job: Job = {
      topic,
      partition,
      offset,
      lost: new AbortController(),
      parked: false,
      aliveUntil: Infinity,
      ended: Promise.resolve(),
    };
    this.active.set(keyOf(job), job);
    this.running.add(job);
    job.ended = work(job).finally(() => this.end(job));
    return job;
  }

  committed(job: Job): void {
    this.nextOffset.set(keyOf(job), job.offset + 1n);
  }

  /** The work on the partition's message, if there is any. */
  at(place: Place): Job | undefined {
    return this.active.get(keyOf(place));
  }

  /** Whether the partition is still worked on by this job for this member. */
  isCurrent(job: Job): boolean {
    return !job.lost.signal.aborted && this.active.get(keyOf(job)) === job;
  }

  /**
   * A new assignment: jobs of partitions that are gone are lost, all of them if this is a new membership.
   * Returns the jobs whose partitions are to be paused, because their message is still worked on, and the partitions to
   * be resumed.
   */
  assigned(memberId: string, assignment: Record<string, number[]>): { busy: Job[]; idle: Place[] } {
    const owned = Object.entries(assignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    const kept = new Set(memberId === this.memberId ? owned.map(keyOf) : []);
    this.lose((key) => !kept.has(key));
    this.memberId = memberId;
    this.owned = owned;
    return {
      busy: owned.flatMap((place) => this.at(place) ?? []),
      idle: owned.filter((place) => this.at(place) === undefined),
    };
  }

  loseAll(): void {
    this.lose(() => true);
    this.memberId = undefined;
    this.owned = [];
  }

  owns({ topic, partition }: Place): boolean {
    return this.owned.some((place) => place.topic === topic && place.partition === partition);
  }

  get ownedPartitions(): readonly Place[] {
    return this.owned;
  }

  /** Settles when no job is left, lost ones included. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all([...this.running].map((job) => job.ended));
  }

  private lose(isGone: (key: string) => boolean): void {
    for (const key of [...this.nextOffset.keys()].filter(isGone)) this.nextOffset.delete(key);
    for (const [key, job] of [...this.active].filter(([candidate]) => isGone(candidate))) {
      job.lost.abort(new Error('the partition went to another member'));
      this.active.delete(key);
    }
  }

  private end(job: Job): void {
    this.running.delete(job);
    if (this.active.get(keyOf(job)) === job) this.active.delete(keyOf(job));
  }
}

function keyOf({ topic, partition }: Place): string {
  return `${topic}/${partition}`;
}
