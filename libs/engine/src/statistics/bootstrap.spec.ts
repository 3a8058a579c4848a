import { autoregressive, covered } from '../../canaries/coverage';
import { createRandom } from '../numerics/random';
import { optimalBlockLength } from './block-length';
import { pairedBootstrap } from './paired-bootstrap';
import { resample } from './stationary-bootstrap';

describe('optimalBlockLength', () => {
  // Expected: the formulas of Politis and White (2004) and Patton, Politis and White (2009) in numpy.
  it('equals the published formula', () => {
    const wave = Array.from({ length: 200 }, (_, k) => Math.sin(k * k * 0.7) + 0.8 * Math.sin(k / 9));
    expect(optimalBlockLength(wave)).toBeCloseTo(15.576945309183992, 6);
  });

  it('stays within [1, min(3√T, T/3)]', () => {
    const slow = Array.from({ length: 200 }, (_, k) => ((k * k * 31) % 97) / 97 + (Math.floor(k / 8) % 2));
    expect(optimalBlockLength(slow)).toBeCloseTo(3 * Math.sqrt(200), 10);
    expect(optimalBlockLength(new Array<number>(50).fill(0.01))).toBe(1);
  });
});

describe('stationary bootstrap', () => {
  it('draws runs of consecutive bars with the mean length that was asked for, around the end', () => {
    const indices = resample(new Int32Array(100_000), 5, createRandom(1));
    let breaks = 0;
    for (let i = 1; i < indices.length; i++) {
      if (indices[i] !== ((indices[i - 1] as number) + 1) % indices.length) breaks++;
    }
    expect(Math.abs(indices.length / (breaks + 1) - 5)).toBeLessThan(0.13); // four standard errors
  });

  it('the same seed gives the same interval', () => {
    const [a, b] = [autoregressive(1, 60, 0), autoregressive(2, 60, 0)];
    expect(pairedBootstrap(a, b, { draws: 200, seed: 5 })).toEqual(pairedBootstrap(a, b, { draws: 200, seed: 5 }));
  });

  it('pairs the bars: a series never differs from itself, and a constant advantage is certain', () => {
    const returns = autoregressive(1, 60, 0);
    const same = pairedBootstrap(returns, returns, { draws: 200, seed: 5 });
    expect([same.excessReturn, same.excessSharpe, same.sharpeBetter]).toEqual([
      { low: 0, high: 0 },
      { low: 0, high: 0 },
      0.5,
    ]);
    const better = pairedBootstrap(
      returns.map((value) => value + 0.001),
      returns,
      { draws: 200, seed: 5 },
    );
    expect(better.excessReturn.low).toBeGreaterThan(0);
    expect(better.sharpeBetter).toBe(1);
  });

  // EVALUATION: 92–97 % over 500 series. Small version: 120 series, 200 draws; binomial bounds for a true 0.945 are
  // 0.945 ± 4·√(0.945·0.055/120). With single bars as blocks the coverage is about 0.84, which the bound excludes.
  it('covers the true Sharpe ratio of AR(1) noise, which single bars as blocks do not', () => {
    expect(covered(120, 200)).toBeGreaterThanOrEqual(0.862 * 120);
    expect(covered(120, 200, 1)).toBeLessThan(0.9 * 120);
  });
});
