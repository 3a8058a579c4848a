import { OracleLearner } from '../../test/oracle/oracle-learner';
import { quickSettings, simulatedBars } from '../../test/series';
import { fitScaler } from '../features/feature-scaler';
import { planWindows } from '../market/windows';
import type { EngineSettings } from '../settings';
import { trademasterLearning } from '../trademaster/train-agent';
import { trademasterFeatures } from '../trademaster/features';
import { Learner } from './learner';
import type { Learning } from './learning';
import { memberLearning } from './train-member';

function realistic(environment: Partial<EngineSettings['environment']>, change: Partial<Learning> = {}): Learning {
  const settings = quickSettings(environment);
  const bars = simulatedBars(220, { seed: 6, edge: 0.4, volatility: 0.2 });
  const windows = planWindows(bars, settings);
  return { ...memberLearning(bars, settings, windows, fitScaler(bars, windows)), ...change };
}

const stock = trademasterLearning(trademasterFeatures(simulatedBars(120, { seed: 5 })));
const schedule = { warmupSteps: 32, stepsPerRound: 32, updatesPerRound: 8, epsilonSteps: 1 };
const CASES: [string, Learning][] = [
  ['double DQN, moving target, annealed ε', realistic({})],
  [
    'shorts, a borrow rate, sizes and a batch that fill no vector, a memory that overflows',
    realistic(
      { allowShort: true, borrowRate: 0.365, maxPosition: 0.5 },
      { hiddenSizes: [13, 6, 9], batchSize: 6, replayCapacity: 50 },
    ),
  ],
  ['an account that is ruined again and again', realistic({ allowShort: true, costBps: 3000 })],
  [
    'TradeMaster’s agent: one target for good, cash and units unscaled',
    {
      ...stock,
      hiddenSizes: [20, 12],
      batchSize: 16,
      schedule: { ...stock.schedule, ...schedule },
    },
  ],
];

describe('Learner', () => {
  it.each(CASES)('given %s, when it learns, then it has the oracle’s bits', (_what, learning) => {
    const kernel = new Learner(learning, 11);
    const oracle = new OracleLearner(learning, 11);
    const start = kernel.network();
    expect(start).toEqual(oracle.network());
    let losses = 0;
    for (let call = 0; call < 12; call++) {
      expect(kernel.train(7)).toBe(oracle.train(7));
      const before = kernel.updates;
      losses += (kernel.takeLoss() ?? 0) * 1;
      expect(before).toBe(oracle.updates);
    }
    expect(kernel.network()).toEqual(oracle.network());
    expect(kernel.steps).toBe(oracle.steps);
    expect(oracle.updates).toBeGreaterThan(20);
    expect(losses).toBeGreaterThan(0);
    expect(kernel.network()).not.toEqual(start);
  });

  it('given another seed, then it is another network', () => {
    const learning = realistic({});
    expect(new Learner(learning, 1).network()).not.toEqual(new Learner(learning, 2).network());
  });

  it('starts within He’s bounds, biases at 0', () => {
    const { weights, biases } = new Learner(realistic({}, { hiddenSizes: [24, 10] }), 2).network();
    const largest = Math.max(...(weights[1] as Float32Array).map(Math.abs));
    expect(largest).toBeLessThanOrEqual(0.5); // √(6 / 24)
    expect(largest).toBeGreaterThan(0.4);
    expect([...(biases[1] as Float32Array)]).toEqual(new Array(10).fill(0));
  });
});
