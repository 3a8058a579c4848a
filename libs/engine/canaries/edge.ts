import { simulatedBars } from '../test/series';
import { learnEpochs, type TrainedMember } from '../src/agent/learn-epochs';
import { Learner } from '../src/agent/learner';
import type { Mlp } from '../src/agent/mlp';
import { rollObserved, rollPolicy } from '../src/agent/roll-policy';
import { memberLearning, trainMember } from '../src/agent/train-member';
import { evaluate } from '../src/backtest/evaluate';
import { judgeTargets } from '../src/backtest/judge-targets';
import { playTargets } from '../src/environment/play-targets';
import { fitScaler } from '../src/features/feature-scaler';
import { observe } from '../src/features/observations';
import { planWindows } from '../src/market/windows';
import type { Evaluation } from '../src/backtest/evaluation';
import type { Bar } from '../src/market/bar';
import { createRandom } from '../src/numerics/random';
import type { EngineSettings } from '../src/settings';
import { binomialHigh, countFinding, type Finding } from './finding';
import { freeSettings, noise } from './series';

const BARS = 1000;
/** Coefficient of the AR(1) of log returns: today's move says something about tomorrow's. */
const EDGE = 0.5;
const ONE_TRIAL = { count: 1, sharpeVariance: 0 };
const LEVEL = 0.05;
/** A leak is worth far more than any edge: annualised Sharpe ratio of a policy that sees the next bar's sign. */
const TOO_GOOD = 8;

/** The costs of the default profile: an edge has to pay for its trades. */
function costly(): EngineSettings {
  const settings = freeSettings({ seeds: [1, 2, 3], epochs: 4, patience: 4, hiddenSizes: [16], learningRate: 0.001 });
  return { ...settings, environment: { ...settings.environment, costBps: 10, slippageBps: 5 } };
}

function judge(bars: readonly Bar[], settings = costly()): Evaluation {
  const members = settings.training.seeds.map((seed) => trainMember(bars, settings, seed));
  return evaluate(bars, settings, members, ONE_TRIAL);
}

function found(series: readonly Bar[][]): number {
  return series.filter((bars) => judge(bars).verdict.verdict === 'better_than_luck').length;
}

function planted(runs: number): Bar[][] {
  return Array.from({ length: runs }, (_, run) =>
    simulatedBars(BARS, { seed: 7000 + run, edge: EDGE, volatility: 0.02 }),
  );
}

/** What can be learned is found, net of costs. */
export function power(runs: number, low: number): Finding {
  return countFinding('power: a planted edge is better_than_luck', found(planted(runs)), runs, low, runs);
}

/** Shuffled rewards: the agent sees the planted prices, but fills, rewards and equity are those of other bars. */
export function shuffledRewards(runs: number): Finding {
  const settings = costly();
  const better = planted(runs).filter((seen, run) => {
    const paid = inAnotherOrder(seen, run);
    const windows = planWindows(seen, settings);
    const scaler = fitScaler(seen, windows);
    const members = settings.training.seeds.map((seed) => trainOnRewardsOf(paid, seen, settings, seed));
    const { targets } = rollPolicy({ settings, scaler, members }, seen, windows.test.fromIndex, 0);
    return judgeTargets(paid, settings, windows.test, targets, ONE_TRIAL).verdict.verdict === 'better_than_luck';
  });
  return nothingFound('shuffled rewards: nothing is better_than_luck', better.length, runs);
}

/** `trainMember` with the observations of some bars and the prices of others; with the same bars its very result. */
export function trainOnRewardsOf(
  paid: readonly Bar[],
  seen: readonly Bar[],
  settings: EngineSettings,
  seed: number,
): TrainedMember {
  const windows = planWindows(seen, settings);
  const scaler = fitScaler(seen, windows);
  const { environment } = memberLearning(paid, settings, windows, scaler);
  const learner = new Learner({ ...memberLearning(seen, settings, windows, scaler), environment }, seed);
  const { fromIndex, toIndex } = windows.validation;
  const observed = observe(seen, scaler, fromIndex, toIndex);
  const validate = (network: Mlp): number => {
    const { targets } = rollObserved([network], observed, settings.environment, 0);
    return playTargets(paid, settings, windows.validation, targets).account.equity - 1;
  };
  const { epochs, patience, stepsPerUpdate: stepsPerRound } = settings.training;
  return learnEpochs(learner, { seed, epochs, patience, stepsPerRound, validate }, {});
}

/** The same prices with their bars in another order: no bar tells of the next. What looks ahead would still find it. */
export function shuffledBars(runs: number): Finding {
  const series = planted(runs).map((bars, run) => inAnotherOrder(bars, run));
  return nothingFound('shuffled bars: nothing is better_than_luck', found(series), runs);
}

function nothingFound(canary: string, count: number, runs: number): Finding {
  return countFinding(canary, count, runs, 0, binomialHigh(runs, LEVEL));
}

/** Were there a column of the future, results too good to be true would show it. */
export function leaked(runs: number): Finding {
  let count = 0;
  for (let run = 0; run < runs; run++) {
    const settings = { ...costly(), environment: freeSettings().environment };
    const { metrics, verdict } = judge(withLeak(noise(9000 + run, BARS)), settings);
    if (verdict.verdict === 'better_than_luck' && (metrics.sharpe ?? 0) > TOO_GOOD) count++;
  }
  return countFinding(`leak: a column of the future is learned (Sharpe > ${TOO_GOOD})`, count, runs, runs, runs);
}

function inAnotherOrder(bars: readonly Bar[], seed: number): Bar[] {
  const random = createRandom(seed);
  const order = bars.map((_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  let close = 100;
  return bars.map(({ date }, i) => {
    const bar = bars[order[i] as number] as Bar;
    const scale = close / bar.open;
    close = bar.close * scale;
    return { date, open: bar.open * scale, high: bar.high * scale, low: bar.low * scale, close };
  });
}

/** Each bar opens a little above the close before if the next one will rise, a little below if it will fall. */
function withLeak(bars: readonly Bar[]): Bar[] {
  return bars.map((bar, i) => {
    const [previous, next] = [bars[i - 1], bars[i + 1]];
    if (!previous || !next) return bar;
    const open = previous.close * (1 + 0.001 * Math.sign(next.close - bar.close));
    return { ...bar, open, high: Math.max(bar.high, open), low: Math.min(bar.low, open) };
  });
}
