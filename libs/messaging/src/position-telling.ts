import type { Place } from './partition-jobs';

/** Where a reader stands on a partition: the next offset that it wants. */
export interface ReadPosition extends Place {
  offset: string;
}

export interface PositionTellingOptions {
  /** May fail: Kafka is away, or the member has lost its place. */
  commit: (positions: ReadPosition[]) => Promise<void>;
  onFailure: (error: unknown) => void;
  pauseMs?: number;
}

/**
 * Tells Kafka how far a group has read whose positions are kept elsewhere: only for those who look there, so a second
 * later is early enough. What Kafka does not take is told again.
 */
export class PositionTelling {
  private untold = new Map<string, ReadPosition>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: PositionTellingOptions) {}

  note(positions: readonly ReadPosition[]): void {
    for (const position of positions) this.untold.set(`${position.topic} ${position.partition}`, position);
    this.tellLater();
  }

  /** The newest of each partition, now. */
  async tell(): Promise<void> {
    this.stopTimer();
    const told = this.untold;
    if (told.size === 0) return;
    const since = new Map<string, ReadPosition>();
    this.untold = since;
    try {
      await this.options.commit([...told.values()]);
    } catch (error) {
      this.options.onFailure(error);
      if (this.untold !== since) return; // forgotten meanwhile
      this.untold = new Map([...told, ...since]);
      this.tellLater();
    }
  }

  /** The partitions are somebody else's, or will be taken up again. */
  forget(): void {
    this.stopTimer();
    this.untold = new Map();
  }

  private tellLater(): void {
    if (this.untold.size > 0) this.timer ??= setTimeout(() => void this.tell(), this.options.pauseMs ?? 1000).unref();
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
