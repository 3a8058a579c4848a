import { barsOf, quickSettings, simulatedBars } from '../../test/series';
import { playTargets } from '../environment/play-targets';
import type { Bar } from '../market/bar';
import { createRandom } from '../numerics/random';
import { randomPolicies } from './random-policies';

const settings = quickSettings({ allowShort: true });

function judge(bars: readonly Bar[], targets: readonly number[], draws = 1000, of = settings) {
  const span = { fromIndex: 0, toIndex: bars.length - 1, firstDate: '', lastDate: '', bars: bars.length };
  const ours = playTargets(bars, of, span, targets).account.equity - 1;
  return { ours, random: randomPolicies(bars, of, span, targets, ours, { draws, seed: 5 }) };
}

/** Long, flat and short for 1 to 5 bars each, in turn. */
function targetsAtRandom(count: number, seed: number): number[] {
  const random = createRandom(seed);
  const targets: number[] = [];
  for (let state = 0; targets.length < count; state++) {
    targets.push(...new Array<number>(1 + random.below(5)).fill([1, 0, -1][state % 3] as number));
  }
  return targets.slice(0, count);
}

describe('random policies', () => {
  it('given one that knew the next bar, when judged, then no random one does as well', () => {
    const bars = simulatedBars(200, { seed: 3 });
    const targets = bars.map((_, i) => Math.sign((bars[i + 1]?.close ?? 0) - (bars[i + 1]?.open ?? 1)));
    const { ours, random } = judge(bars, targets);
    expect(random.pValue).toBe(1 / 1001);
    expect(random.totalReturn.q3).toBeLessThan(ours);
  });

  it('given a still market, when judged, then all pay the costs of as many changes but for the one where it is cut', () => {
    const still = barsOf(new Array(120).fill({ open: 100, close: 100 }));
    const { ours, random } = judge(still, targetsAtRandom(120, 1));
    const [q1, q3] = [random.totalReturn.q1 as number, random.totalReturn.q3 as number];
    expect(Math.abs(q1 - ours)).toBeLessThan(0.0061); // two changes of two sides of 15 bp each
    expect(Math.abs(q3 - ours)).toBeLessThan(0.0061);
  });

  it('given policies without an idea, when judged, then p-values are spread evenly', () => {
    const free = quickSettings({ allowShort: true, costBps: 0, slippageBps: 0 });
    const bars = simulatedBars(150, { seed: 4 });
    const values = Array.from({ length: 200 }, (_, i) => judge(bars, targetsAtRandom(150, 100 + i), 99, free));
    const below = (level: number): number => values.filter(({ random }) => (random.pValue as number) <= level).length;
    // Binomial(200, 0.1) and Binomial(200, 0.5), each within four standard deviations
    expect(Math.abs(below(0.1) - 20)).toBeLessThan(17);
    expect(Math.abs(below(0.5) - 100)).toBeLessThan(29);
  });

  it('given fewer than 10 changes of position, when judged, then nothing is said', () => {
    const bars = simulatedBars(60);
    const { random } = judge(
      bars,
      bars.map((_, i) => Math.floor(i / 6) % 2),
    ); // starts flat: 9 changes
    const reason = 'too_few_trades: 9 changes of position, at least 10 are needed';
    expect(random).toMatchObject({ pValue: { reason }, totalReturn: { median: { reason } } });
  });

  it('the same seed gives the same numbers', () => {
    const bars = simulatedBars(80);
    const targets = targetsAtRandom(80, 2);
    expect(judge(bars, targets, 50)).toEqual(judge(bars, targets, 50));
  });
});
