import { rollPolicy } from '../src/agent/roll-policy';
import { trainMember } from '../src/agent/train-member';
import { fitScaler } from '../src/features/feature-scaler';
import { observe } from '../src/features/observations';
import type { Bar } from '../src/market/bar';
import { OBSERVATION_WINDOW, planWindows } from '../src/market/windows';
import { simulatedBars } from '../test/series';
import type { Finding } from './finding';
import { freeSettings } from './series';

/** One row of numbers per bar from `FROM` on, by whatever way: features, actions. */
type Sees = (bars: readonly Bar[]) => readonly (readonly number[])[];

const FROM = OBSERVATION_WINDOW - 1;

/**
 * Changes every bar after t, for each t (or each `step`th) from the first observed bar to the last but one: the bars at
 * which the rows up to t are no longer the same bits, and the function has therefore looked ahead.
 */
export function leakCheck(bars: readonly Bar[], sees: Sees, step = 1): number[] {
  const honest = sees(bars).map(bitsOf);
  const other = simulatedBars(bars.length, { seed: 31_337, volatility: 0.05 });
  const leaks: number[] = [];
  for (let t = FROM; t < bars.length - 1; t += step) {
    const rows = sees(bars.map((bar, i) => (i <= t ? bar : { ...(other[i] as Bar), date: bar.date })));
    const same = honest.slice(0, t - FROM + 1).every((row, i) => row === bitsOf(rows[i] as readonly number[]));
    if (!same) leaks.push(t);
  }
  return leaks;
}

/** Features and actions of a trained policy look ahead nowhere; one that peeks at the next close is caught everywhere. */
export function leakFindings(count: number, step = 1): Finding[] {
  const bars = simulatedBars(count, { seed: 12, edge: 0.3 });
  const settings = freeSettings();
  const scaler = fitScaler(bars, planWindows(bars, settings));
  const members = [trainMember(bars, settings, 5)];
  const seen: Sees = (of) => {
    const { rows, features } = observe(of, scaler, FROM, of.length - 1);
    const { targets } = rollPolicy({ settings, scaler, members }, of, FROM, 0);
    return targets.map((target, i) => [...rows.subarray(i * features, (i + 1) * features), target]);
  };
  const peeking: Sees = (of) => of.slice(FROM).map((bar, i) => [(of[FROM + i + 1] ?? bar).close / bar.close]);
  const checked = Math.ceil((count - 1 - FROM) / step);
  const [honest, caught] = [leakCheck(bars, seen, step).length, leakCheck(bars, peeking, step).length];
  return [
    {
      canary: 'leakcheck: features and actions look ahead',
      expected: `at 0 of ${checked} bars`,
      got: `at ${honest} of ${checked}`,
      ok: honest === 0,
    },
    {
      canary: 'leakcheck: a function that peeks is caught',
      expected: `at ${checked} of ${checked} bars`,
      got: `at ${caught} of ${checked}`,
      ok: caught === checked,
    },
  ];
}

function bitsOf(row: readonly number[]): string {
  return Buffer.from(Float64Array.from(row).buffer).toString('latin1');
}
