import { pauseBefore, withRetry } from './retry-policy';

describe('retries in place', () => {
  const never = new AbortController().signal;

  it('given repetitions, when they go on, then the pause doubles from a quarter second to ten seconds, half of it random', () => {
    const longest = [0, 1, 2, 3, 4, 5, 6, 50].map((repetition) => pauseBefore(repetition, () => 1));
    expect(longest).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
    expect(pauseBefore(3, () => 0)).toBe(1000);
  });

  it('given a failure that passes, when tried again, then the result comes', async () => {
    let tries = 0;
    const work = (): Promise<string> => {
      tries += 1;
      return tries < 2 ? Promise.reject(new Error('not yet')) : Promise.resolve('done');
    };
    expect(await withRetry(work, { budgetMs: 1000, isRetryable: () => true, signal: never })).toBe('done');
  });

  it('given a failure that cannot pass, when it comes, then it is thrown at once', async () => {
    let tries = 0;
    const work = () => Promise.reject(new Error(`try ${(tries += 1)}`));
    await expect(withRetry(work, { budgetMs: 1e9, isRetryable: () => false, signal: never })).rejects.toThrow('try 1');
  });

  it('given the clock has passed the budget, when the work fails again, then the last error is thrown', async () => {
    let clock = 0;
    let tries = 0;
    const work = () => {
      clock += 40_000; // each try takes forty seconds
      return Promise.reject(new Error(`try ${(tries += 1)}`));
    };
    const options = { budgetMs: 60_000, isRetryable: () => true, signal: never, now: () => clock };
    await expect(withRetry(work, options)).rejects.toThrow('try 3');
  });

  it('given a signal during the pause, when it comes, then nothing is tried again', async () => {
    const stop = new AbortController();
    let tries = 0;
    const work = () => Promise.reject(new Error(`try ${(tries += 1)}`));
    const options = { budgetMs: 1e9, isRetryable: () => true, signal: stop.signal, onRetry: () => stop.abort() };
    await expect(withRetry(work, options)).rejects.toThrow('try 1');
  });
});
