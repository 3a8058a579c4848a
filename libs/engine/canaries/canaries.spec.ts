import { parity, shortBooks } from './books';
import { simulatedBars } from '../test/series';
import { trainMember } from '../src/agent/train-member';
import { leaked, power, shuffledBars, shuffledRewards, trainOnRewardsOf } from './edge';
import { binomialHigh, type Finding } from './finding';
import { leakFindings } from './leak-check';
import { passedFamilies, size } from './luck';
import { freeSettings } from './series';

/** Small versions: `npm run honesty` and the full specs do more of each. */
describe('canaries', () => {
  it.each<[string, () => Finding[]]>([
    ['noise passes about as often as it should: Binomial(20, 0.05)', () => [size(20, 0, binomialHigh(20, 0.05))]],
    ['an edge that pays its costs is found: fewer than 2 of 3 at a power of 0.95 is 1 in 140', () => [power(3, 2)]],
    ['shuffled rewards teach nothing', () => [shuffledRewards(2)]],
    ['shuffled bars hold no edge', () => [shuffledBars(1)]],
    ['a leak would show', () => [leaked(1)]],
    ['nothing looks ahead', () => leakFindings(320, 9)],
    ['a short gains when the price falls', () => [shortBooks(10)]],
    ['serving decides as the backtest did', () => [parity(330)]],
  ])('%s', (_what, look) => {
    for (const finding of look()) expect(finding).toMatchObject({ ok: true });
  });

  it('the best of twenty does not pass once twenty are counted, and would, were only it counted', () => {
    const { counted, alone } = passedFamilies(3);
    expect(counted).toBeLessThanOrEqual(binomialHigh(3, 0.05));
    expect(alone).toBeGreaterThan(counted);
  });

  it('with its own rewards, a member is the one that is deployed', () => {
    const [bars, settings] = [simulatedBars(330, { seed: 4, edge: 0.3 }), freeSettings()];
    expect(trainOnRewardsOf(bars, bars, settings, 5)).toEqual(trainMember(bars, settings, 5));
  });

  it('the bound is the largest count that chance exceeds once in 200', () => {
    expect(binomialHigh(20, 0.05)).toBe(4); // scipy.stats.binom.ppf(0.995, 20, 0.05)
    expect(binomialHigh(200, 0.05)).toBe(19); // scipy.stats.binom.ppf(0.995, 200, 0.05)
  });
});
