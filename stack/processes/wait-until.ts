import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
  /** What is waited for, in the error's words. */
  what: string;
  timeoutMs: number;
  everyMs?: number;
  /** Ends the wait at once, with this error, when it gives one. */
  hopeless?: () => Error | undefined;
  signal?: AbortSignal;
}

/** Asks until the answer is there (not false, not undefined) and returns it. Throws when the time is up or hope is lost. */
export async function waitUntil<T>(
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  options: WaitOptions,
): Promise<T> {
  const end = performance.now() + options.timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    const lost = options.hopeless?.();
    if (lost !== undefined) throw lost;
    if (performance.now() > end) {
      throw new Error(`${options.what} did not happen within ${Math.round(options.timeoutMs / 1000)} s`);
    }
    await sleep(options.everyMs ?? 100, undefined, options.signal === undefined ? {} : { signal: options.signal });
  }
}
