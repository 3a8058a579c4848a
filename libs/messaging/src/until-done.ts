import { withRetry } from './retry-policy';

/** The partition, or the whole service, is no longer to go on with a message. */
export class Abandoned extends Error {}

/** Goes on until it works, whatever fails; throws Abandoned at the signal. */
export async function untilDone<T>(
  work: () => Promise<T>,
  until: AbortSignal,
  onRetry: (error: unknown, pauseMs: number) => void,
): Promise<T> {
  if (until.aborted) throw new Abandoned();
  try {
    return await withRetry(work, { budgetMs: Infinity, isRetryable: () => true, signal: until, onRetry });
  } catch (error) {
    throw new Abandoned('it was given up', { cause: error });
  }
}
