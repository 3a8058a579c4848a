import { quickSettings, simulatedBars } from '../../test/series';
import { fitScaler } from '../features/feature-scaler';
import type { Observations } from '../features/observations';
import { planWindows } from '../market/windows';
import { actionOf, intentOf } from './intent';
import type { Mlp } from './mlp';
import { rollObserved, rollPolicy } from './roll-policy';
import { OracleNetwork } from '../../test/oracle/oracle-network';
import { createRandom } from '../numerics/random';

/** Always votes for one action. */
const stubborn = (action: number, actions: number): Mlp => ({
  sizes: [2, actions],
  weights: [new Float32Array(2 * actions)],
  biases: [Float32Array.from({ length: actions }, (_, i) => (i === action ? 1 : 0))],
});
const oneBar: Observations = { fromIndex: 0, features: 1, rows: Float32Array.of(0) };
const { environment } = quickSettings({ allowShort: true, maxPosition: 0.5 });
const [SHORT, FLAT, LONG] = [0, 1, 2];

describe('ensemble', () => {
  it.each([
    ['two of three for long', [LONG, LONG, SHORT], 0, 0.5, 2 / 3],
    ['all for short', [SHORT, SHORT, SHORT], 0.5, -0.5, 1],
    ['a tie keeps the current position', [LONG, SHORT], 0.5, 0.5, 0.5],
    ['a tie keeps it even if nobody voted for it', [LONG, SHORT], 0, 0, 0],
    ['a tie keeps a position between the targets', [LONG, FLAT], 0.3, 0.3, 0.5],
  ])('%s', (_what, actions, current, target, agreement) => {
    const members = actions.map((action) => stubborn(action, 3));
    const rolled = rollObserved(members, oneBar, environment, current);
    expect(rolled).toEqual({ targets: [target], votes: [actions.map((action) => action - 1)], agreement: [agreement] });
  });

  it('without shorts the actions are flat and long', () => {
    const { environment: longOnly } = quickSettings();
    expect(rollObserved([stubborn(0, 2)], oneBar, longOnly, 1).targets).toEqual([0]);
    expect(rollObserved([stubborn(1, 2)], oneBar, longOnly, 0).targets).toEqual([1]);
  });
});

describe('rollPolicy', () => {
  const bars = simulatedBars(400, { seed: 4 });
  const settings = quickSettings({ allowShort: true });
  const scaler = fitScaler(bars, planWindows(bars, settings));
  const members = [1, 2, 3].map((seed) => {
    const network = new OracleNetwork([scaler.names.length + 1, 16, 3], 1);
    network.initialise(createRandom(seed));
    return { seed, network: network.toMlp() };
  });
  const parts = { settings, scaler, members };
  const rolled = rollPolicy(parts, bars, 340, 0);

  it('decides on every bar t what it decides when bars end at t', () => {
    rolled.targets.forEach((target, i) => {
      const then = rollPolicy(parts, bars.slice(0, 340 + i + 1), 340, 0);
      expect([then.targets[i], then.votes[i], then.agreement[i]]).toEqual([
        target,
        rolled.votes[i],
        rolled.agreement[i],
      ]);
    });
    expect(new Set(rolled.targets).size).toBeGreaterThan(1);
  });

  it('goes on from a position as if it had never stopped', () => {
    const later = rollPolicy(parts, bars, 370, rolled.targets[29] as number);
    expect(later.targets).toEqual(rolled.targets.slice(30));
  });

  it('acts the same when all prices are multiplied by 10', () => {
    const times10 = bars.map((bar) => ({
      ...bar,
      open: bar.open * 10,
      high: bar.high * 10,
      low: bar.low * 10,
      close: bar.close * 10,
    }));
    expect(rollPolicy(parts, times10, 340, 0)).toEqual(rolled);
  });
});

describe('action and intent', () => {
  it.each([
    [0, 1, 'BUY', 'open_long'],
    [0.5, 1, 'BUY', 'add'],
    [1, 0.5, 'SELL', 'reduce'],
    [1, 0, 'SELL', 'close_long'],
    [0, -1, 'SELL', 'open_short'],
    [-0.5, -1, 'SELL', 'add'],
    [-1, -0.5, 'BUY', 'reduce'],
    [-1, 0, 'BUY', 'close_short'],
    [1, -1, 'SELL', 'reverse'],
    [-1, 1, 'BUY', 'reverse'],
    [0, 0, 'HOLD', 'keep'],
    [-1, -1, 'HOLD', 'keep'],
  ])('from %p to %p: %s, %s', (current, target, action, intent) => {
    expect([actionOf(current, target), intentOf(current, target)]).toEqual([action, intent]);
  });
});
