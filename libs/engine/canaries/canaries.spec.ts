import { parity, shortBooks } from './books';
import { leaked, power, shuffled } from './edge';
import { binomialHigh, type Finding } from './finding';
import { leakFindings } from './leak-check';
import { family, passedFamilies, size } from './luck';

/** Small versions: `npm run honesty` and the full specs do more of each. */
describe('canaries', () => {
  it.each<[string, () => Finding[]]>([
    ['noise passes about as often as it should: Binomial(60, 0.05)', () => [size(60, 0, binomialHigh(60, 0.05))]],
    ['the best of twenty does not pass once twenty are counted', () => [family(4)]],
    ['an edge that pays its costs is found: fewer than 3 of 4 at a power of 0.95 is 1 in 70', () => [power(4, 3)]],
    ['shuffled bars hold no edge', () => [shuffled(3)]],
    ['a leak would show', () => [leaked(1)]],
    ['nothing looks ahead', () => leakFindings(330)],
    ['a short gains when the price falls', () => [shortBooks(10)]],
    ['serving decides as the backtest did', () => [parity(400)]],
  ])('%s', (_what, look) => {
    for (const finding of look()) expect(finding).toMatchObject({ ok: true });
  });

  it('a family whose tries are not counted passes: without it the canary would see nothing', () => {
    expect(passedFamilies(4, false)).toBeGreaterThan(binomialHigh(4, 0.05));
  });

  it('the bound is the largest count that chance exceeds once in 200', () => {
    expect(binomialHigh(20, 0.05)).toBe(4); // scipy.stats.binom.ppf(0.995, 20, 0.05)
    expect(binomialHigh(200, 0.05)).toBe(19); // scipy.stats.binom.ppf(0.995, 200, 0.05)
  });
});
