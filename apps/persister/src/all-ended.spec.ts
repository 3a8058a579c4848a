import { allEnded } from './all-ended';

describe('work that goes on side by side under a lock', () => {
  it('given all of it succeeds, when awaited, then the results are in order', async () => {
    expect(await allEnded([Promise.resolve(1), Promise.resolve('two')])).toEqual([1, 'two']);
  });

  it('given one part fails at once, when awaited, then it throws only after the others have ended', async () => {
    const other = Promise.withResolvers<void>();
    const ended: string[] = [];
    const all = allEnded([
      Promise.reject(new Error('broken')),
      other.promise.then(() => ended.push('the other')),
    ]).catch((error: Error) => ended.push(error.message));
    await Promise.resolve().then(() => other.resolve());
    await all;
    expect(ended).toEqual(['the other', 'broken']);
  });
});
