import { coverage, covered } from './coverage';
import { power, shuffledBars, shuffledRewards } from './edge';
import type { Finding } from './finding';
import { leakFindings } from './leak-check';
import { family, size } from './luck';

/** The sizes that EVALUATION asks for. */
describe('canaries, full', () => {
  it.each<[string, () => Finding]>([
    ['size', () => size(200, 3, 17)],
    ['family: at most 5 %', () => family(200, 10)],
    ['power', () => power(50, 40)],
    ['shuffled rewards', () => shuffledRewards(50)],
    ['shuffled bars', () => shuffledBars(50)],
    ['coverage', () => coverage(500, 2000, 460, 485)],
  ])('%s', (_what, look) => {
    expect(look()).toMatchObject({ ok: true });
  });

  it('leakcheck at every bar', () => {
    for (const finding of leakFindings(400)) expect(finding).toMatchObject({ ok: true });
  });

  it('coverage fails with single bars as blocks', () => {
    expect(covered(500, 2000, 1)).toBeLessThan(460);
  });
});
