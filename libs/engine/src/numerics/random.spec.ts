import { createHash } from 'node:crypto';
import { createRandom } from './random';

const draws = (seed: number, count: number): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.normal());
};

describe('createRandom', () => {
  it('gives the same bytes for the same seed on every machine', () => {
    const bytes = Float64Array.from(draws(7, 10_000));
    // Recorded on Node 24.21, x64; Node 20 gives the same. It may change with engineVersion only.
    expect(createHash('sha256').update(bytes).digest('hex').slice(0, 16)).toBe('2fbacdcae7a13eb3');
  });

  it('gives unrelated streams for neighbouring seeds', () => {
    const [a, b] = [draws(1, 10_000), draws(2, 10_000)];
    const correlation = a.reduce((sum, value, i) => sum + value * (b[i] as number), 0) / a.length;
    expect(Math.abs(correlation)).toBeLessThan(0.04); // four standard errors
  });

  it('has the moments of a normal and of a uniform distribution', () => {
    const normal = draws(3, 100_000);
    const momentOf = (order: number): number => normal.reduce((sum, x) => sum + x ** order, 0) / normal.length;
    // Four standard errors of the mean of x, x², x⁴ at 100,000 draws.
    expect(Math.abs(momentOf(1))).toBeLessThan(0.013);
    expect(Math.abs(momentOf(2) - 1)).toBeLessThan(0.018);
    expect(Math.abs(momentOf(4) - 3)).toBeLessThan(0.13);
    const random = createRandom(4);
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 120_000; i++) {
      const face = random.below(6);
      counts[face] = (counts[face] as number) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 20_000)).toBeLessThan(520); /* four standard errors */
  });

  it('stays within [0, 1)', () => {
    const random = createRandom(5);
    const uniform = Array.from({ length: 10_000 }, () => random.next());
    expect(uniform.every((x) => x >= 0 && x < 1)).toBe(true);
  });
});
