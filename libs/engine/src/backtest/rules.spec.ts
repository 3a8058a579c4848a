import { simulatedBars } from '../../test/series';
import type { Bar } from '../market/bar';
import { simpleMovingAverage } from '../market/indicators';
import { momentum, type Rule, smaCrossover } from './rules';

const bars = simulatedBars(300, { seed: 8 });
const span = { fromIndex: 60, toIndex: 299 };
const closes = bars.map((bar) => bar.close);

describe('rules to compare with', () => {
  it('the crossover is long while the mean of 20 closes is above that of 50', () => {
    const want = closes.slice(60).map((_, i) => {
      const known = closes.slice(0, 60 + i + 1);
      const [fast, slow] = [simpleMovingAverage(known, 20), simpleMovingAverage(known, 50)];
      return Math.sign((fast as number) - (slow as number));
    });
    expect([...smaCrossover(bars, span)]).toEqual(want);
    expect(new Set(want).size).toBe(2);
  });

  it('momentum is long while the close is above that of 20 bars ago', () => {
    const want = closes.slice(60).map((close, i) => Math.sign(close - (closes[40 + i] as number)));
    expect([...momentum(bars, span)]).toEqual(want);
    expect(new Set(want).size).toBe(2);
  });

  it.each<[string, Rule]>([
    ['the crossover', smaCrossover],
    ['momentum', momentum],
  ])('%s decides on bars up to its own', (_name, rule) => {
    const other = simulatedBars(300, { seed: 9 });
    const perturbed = bars.map((bar, i) => (i <= 200 ? bar : (other[i] as Bar)));
    expect(rule(perturbed, span).slice(0, 141)).toEqual(rule(bars, span).slice(0, 141));
    expect(rule(perturbed, span)).not.toEqual(rule(bars, span));
  });
});
