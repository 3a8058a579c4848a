import { coverage, covered } from './coverage';
import { power, shuffled } from './edge';
import type { Finding } from './finding';
import { family, size } from './luck';

/** The sizes that EVALUATION asks for. */
describe('canaries, full', () => {
  it.each<[string, () => Finding]>([
    ['size', () => size(200, 3, 17)],
    ['power', () => power(50, 40)],
    ['shuffled', () => shuffled(50)],
    ['coverage', () => coverage(500, 2000, 460, 485)],
  ])('%s', (_what, look) => {
    expect(look()).toMatchObject({ ok: true });
  });

  it('family: at most 5 % of 200', () => {
    expect(parseInt(family(200).got, 10)).toBeLessThanOrEqual(10);
  });

  it('coverage fails with single bars as blocks', () => {
    expect(covered(500, 2000, 1)).toBeLessThan(460);
  });
});
