import type { Random } from '../../src/numerics/random';

/** What was done, and the observations before and after. */
export interface Transition {
  observation: Float32Array;
  action: number;
  reward: number;
  next: Float32Array;
  terminated: boolean;
}

/** The last `capacity` transitions. */
export class ReplayMemory {
  private readonly kept: Transition[] = [];
  private oldest = 0;

  constructor(private readonly capacity: number) {}

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
