import { setTimeout as sleep } from 'node:timers/promises';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { positionsOf } from './checker/group-positions';

interface Progress {
  at: number;
  /** Sum of the committed offsets. */
  committed: number;
  lag: number;
}

const EVERY_MS = 250;

/** Follows what consumer groups commit, and measures how long it takes until they commit again. */
export class GroupProgress {
  /** Seconds from a process being up again to its group's next commit; only where there was something to commit. */
  readonly recoveries: number[] = [];
  private readonly latest = new Map<string, Progress>();
  private readonly waiting: { group: string; upAt: number; committed: number }[] = [];
  private following: Promise<void> = Promise.resolve();
  private stopped = false;

  private constructor(
    private readonly admin: Admin,
    private readonly groups: readonly string[],
    /** Since when the processes could have worked: nobody commits while Kafka itself is away. */
    private readonly surroundingsUpAt: () => number,
  ) {}

  static async follow(brokers: string[], groups: readonly string[], upAt: () => number): Promise<GroupProgress> {
    const kafka = new Kafka({
      brokers,
      clientId: 'chaos-progress',
      logLevel: logLevel.NOTHING,
      connectionTimeout: 1000,
      retry: { retries: 0 },
    });
    const admin = kafka.admin();
    await admin.connect();
    const progress = new GroupProgress(admin, groups, upAt);
    progress.following = progress.poll();
    return progress;
  }

  /** A member of the group is up again. */
  up(group: string): void {
    const known = this.latest.get(group);
    if (known !== undefined && known.lag > 0)
      this.waiting.push({ group, upAt: Date.now(), committed: known.committed });
  }

  get lag(): number {
    return [...this.latest.values()].reduce((sum, { lag }) => sum + lag, 0);
  }

  /** When every group was last asked, milliseconds since the epoch. */
  get askedAt(): number {
    return Math.min(...this.groups.map((group) => this.latest.get(group)?.at ?? 0));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.following;
    await this.admin.disconnect();
  }

  private async poll(): Promise<void> {
    while (!this.stopped) {
      await sleep(EVERY_MS);
      const at = Date.now();
      for (const group of this.groups) {
        try {
          this.note(group, { at, ...(await this.progressOf(group)) });
        } catch {
          // Kafka is being restarted: the group's progress is unknown until it answers again
        }
      }
    }
  }

  private note(group: string, progress: Progress): void {
    this.latest.set(group, progress);
    for (const waiting of this.waiting.filter((one) => one.group === group && progress.at > one.upAt)) {
      if (progress.committed <= waiting.committed && progress.lag > 0) continue;
      this.waiting.splice(this.waiting.indexOf(waiting), 1);
      const from = Math.max(waiting.upAt, this.surroundingsUpAt());
      this.recoveries.push(Math.max(0, Date.now() - from) / 1000);
    }
  }

  private async progressOf(groupId: string): Promise<Omit<Progress, 'at'>> {
    let [committed, lag] = [0, 0];
    for (const { offset, low, high } of await positionsOf(this.admin, groupId)) {
      committed += Math.max(0, offset);
      lag += high - Math.max(low, offset);
    }
    return { committed, lag };
  }
}
