import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits until a condition holds: asks every 20 ms and returns the first answer that is neither false nor undefined.
 * Throws, saying what it waited for, after `withinMs`: a bound for a hanging test, not a claim about speed.
 */
export async function eventually<T>(
  what: string,
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  withinMs = 30_000,
): Promise<T> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    const answer = await condition();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > giveUpAt) throw new Error(`waited ${withinMs} ms in vain: ${what}`);
    await delay(20);
  }
}
