import { setTimeout as delay } from 'node:timers/promises';

/** Longest pause between two tries, milliseconds. */
const LONGEST_PAUSE = 10_000;
const FIRST_PAUSE = 250;

/**
 * Pause before the n-th repetition (from 0), milliseconds: doubles from 250 ms to 10 s, of which a random half is taken
 * off, so that services which failed together do not come back together. `random` gives [0, 1).
 */
export function pauseBefore(repetition: number, random: () => number = Math.random): number {
  const longest = Math.min(FIRST_PAUSE * 2 ** Math.min(repetition, 20), LONGEST_PAUSE);
  return Math.round(longest * (0.5 + random() / 2));
}

export interface RetryOptions {
  /** How long to go on after the first failure, milliseconds; Infinity: until the signal. */
  budgetMs: number;
  /** Whether trying again can help. */
  isRetryable: (error: unknown) => boolean;
  /** Ends the waiting: the last error is thrown. */
  signal: AbortSignal;
  onRetry?: (error: unknown, pauseMs: number) => void;
  /** Milliseconds; a test gives its own. */
  now?: () => number;
}

/** Tries until it works, until it cannot help, until the budget is spent, or until the signal. Throws the last error. */
export async function withRetry<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const now = options.now ?? Date.now;
  let failingSince: number | undefined;
  for (let repetition = 0; ; repetition += 1) {
    try {
      return await work();
    } catch (error) {
      failingSince ??= now();
      const pause = pauseBefore(repetition);
      const spent = now() - failingSince + pause > options.budgetMs;
      if (spent || options.signal.aborted || !options.isRetryable(error)) throw error;
      options.onRetry?.(error, pause);
      if (!(await pausedFor(pause, options.signal))) throw error;
    }
  }
}

/** False when the signal ended the pause. */
export async function pausedFor(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return delay(milliseconds, undefined, { signal }).then(
    () => true,
    () => false,
  );
}
