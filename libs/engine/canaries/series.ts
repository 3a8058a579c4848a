import { playTargets } from '../src/environment/play-targets';
import { barsOf } from '../test/series';
import { rollPolicy } from '../src/agent/roll-policy';
import { trainMember } from '../src/agent/train-member';
import { deflate, type Trials } from '../src/backtest/deflation';
import { tradesOf } from '../src/backtest/trades';
import { fitScaler } from '../src/features/feature-scaler';
import type { Bar } from '../src/market/bar';
import { planWindows } from '../src/market/windows';
import { createRandom } from '../src/numerics/random';
import type { EngineSettings } from '../src/settings';
import { isMeasured, type Measured } from '../src/statistics/measured';
import { returnsOf } from '../src/statistics/returns';
import { sharpeRatio } from '../src/statistics/sharpe-ratio';

/** Where only luck is asked about: no costs, so that a policy without an idea has an expected return of 0. */
export function freeSettings(training: Partial<EngineSettings['training']> = {}): EngineSettings {
  return {
    profile: 'realistic',
    calendar: '24x7',
    split: { train: 0.35, validation: 0.1, test: 0.55 },
    environment: { costBps: 0, slippageBps: 0, maxPosition: 1, allowShort: true, borrowRate: 0 },
    training: {
      seeds: [1],
      epochs: 2,
      patience: 2,
      hiddenSizes: [8],
      learningRate: 0.002,
      gamma: 0.5,
      batchSize: 16,
      replayCapacity: 1000,
      warmupSteps: 32,
      stepsPerUpdate: 2,
      epsilonStart: 0.5,
      epsilonEnd: 0.02,
      targetUpdateTau: 0.02,
      gradientClip: 3,
      ...training,
    },
  };
}

/** Prices in which nothing can be learned: a martingale, so that no position has an expected return either. */
export function noise(seed: number, count = 400): Bar[] {
  const random = createRandom(seed);
  let open = 100;
  return barsOf(
    Array.from({ length: count }, () => {
      const bar = { open, close: open * (1 + 0.01 * random.normal()) };
      open = bar.close;
      return bar;
    }),
  );
}

/** Out-of-sample bars of one trained member. */
export interface Played {
  returns: Float64Array;
  trades: number;
  sharpe: Measured;
}

/** Trains one member and plays it through the test span: what `evaluate` does, without baselines and intervals. */
export function trainAndPlay(bars: readonly Bar[], settings: EngineSettings, seed: number): Played {
  const members = [trainMember(bars, settings, seed)];
  const windows = planWindows(bars, settings);
  const { targets } = rollPolicy(
    { settings, scaler: fitScaler(bars, windows), members },
    bars,
    windows.test.fromIndex,
    0,
  );
  const { equity, account } = playTargets(bars, settings, windows.test, targets);
  const returns = returnsOf(equity);
  const trades = tradesOf(account.fills, bars.slice(windows.test.fromIndex), account.equity).length;
  return { returns, trades, sharpe: sharpeRatio(returns) };
}

/** Whether the deflated Sharpe ratio says skill; one trial makes it the probabilistic one. */
export function passes({ returns, trades }: Played, trials: Trials): boolean {
  const { dsr } = deflate(returns, trades, trials);
  return isMeasured(dsr) && dsr > 0.95;
}
