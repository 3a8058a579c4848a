import type { Random } from '../numerics/random';

/** What was done on a bar. The observation itself is not kept: it follows from bar and direction. */
export interface Transition {
  /** Row of the observation; the next one's row is one more. */
  row: number;
  /** Direction held while deciding: −1, 0 or 1. */
  direction: number;
  /** Index of the action. */
  action: number;
  /** Scaled. */
  reward: number;
  nextDirection: number;
  terminated: boolean;
}

/** The last `capacity` transitions. */
export class ReplayMemory {
  private readonly kept: Transition[] = [];
  private oldest = 0;

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.kept.length;
  }

  add(transition: Transition): void {
    if (this.kept.length < this.capacity) {
      this.kept.push(transition);
      return;
    }
    this.kept[this.oldest] = transition;
    this.oldest = (this.oldest + 1) % this.capacity;
  }

  /** One of the kept transitions, all equally likely. */
  sample(random: Random): Transition {
    return this.kept[random.below(this.kept.length)] as Transition;
  }
}
