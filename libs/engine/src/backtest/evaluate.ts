import { engineVersion } from '../engine-version';
import { rollObserved } from '../agent/roll-policy';
import type { Member } from '../agent/roll-policy';
import { type Episode, playTargets } from '../environment/play-targets';
import { fitScaler } from '../features/feature-scaler';
import { observe } from '../features/observations';
import { type Bar, checkBars } from '../market/bar';
import { barsPerYear } from '../market/calendar';
import { type BarSpan, planWindows } from '../market/windows';
import type { EngineSettings } from '../settings';
import { isMeasured, MINIMUM_RETURNS } from '../statistics/measured';
import { type PairedBootstrap, pairedBootstrap } from '../statistics/paired-bootstrap';
import { returnsOf } from '../statistics/returns';
import { sharpeRatio } from '../statistics/sharpe-ratio';
import { totalReturn } from '../statistics/total-return';
import { calibrateEnsemble } from './calibrate-ensemble';
import { type Deflation, deflate, type Trials } from './deflation';
import type { Evaluation } from './evaluation';
import { collectMetrics, metricsOf, type Metrics } from './metrics';
import { evaluateSeeds, seedsSpread } from './seeds-spread';
import { type Trade, tradesOf } from './trades';
import { verdictOf } from './verdict';

/**
 * Judges frozen members: calibrates their confidence on the validation span, then plays the ensemble once through the
 * test span, beside buy and hold with the same costs and the same largest position. Pure: same input, same bits.
 * Throws `data_invalid` and `data_too_short` like training.
 */
export function evaluate(
  bars: readonly Bar[],
  settings: EngineSettings,
  members: readonly Member[],
  trials: Trials,
): Evaluation {
  checkBars(bars);
  const windows = planWindows(bars, settings);
  const scaler = fitScaler(bars, windows);
  const roll = (span: BarSpan) => {
    const observations = observe(bars, scaler, span.fromIndex, span.toIndex);
    const networks = members.map((member) => member.network);
    return { observations, rolled: rollObserved(networks, observations, settings.environment, 0) };
  };
  const { test, validation } = windows;
  const calibration = calibrateEnsemble(bars, settings, validation, roll(validation).rolled);
  const { observations, rolled } = roll(test);
  const policy = measure(bars, settings, test, rolled.targets);
  const hold = measure(bars, settings, test, new Array<number>(test.bars).fill(settings.environment.maxPosition));
  const judged = judge(policy, hold, trials, barsPerYear(settings.calendar));
  const baseline = metricsOf(hold.episode, hold.trades, barsPerYear(settings.calendar), 'baseline');
  const seeds = evaluateSeeds(bars, settings, test, observations, members);
  return {
    engineVersion,
    windows,
    scaler,
    calibration,
    ...judged,
    baselines: [{ name: 'buy_and_hold', ...baseline }],
    seeds,
    seedsSpread: seedsSpread(seeds),
    detail: {
      dates: bars.slice(test.fromIndex, test.toIndex + 1).map((bar) => bar.date),
      equity: policy.episode.equity,
      buyAndHold: hold.episode.equity,
      positions: policy.episode.positions,
      targets: rolled.targets,
      trades: policy.trades,
    },
  };
}

interface Played {
  episode: Episode;
  trades: Trade[];
  returns: number[];
}

function measure(bars: readonly Bar[], settings: EngineSettings, span: BarSpan, targets: readonly number[]): Played {
  const episode = playTargets(bars, settings, span, targets);
  const trades = tradesOf(episode.account.fills, bars.slice(span.fromIndex, span.toIndex + 1), episode.account.equity);
  return { episode, trades, returns: returnsOf(episode.equity) };
}

type Judged = Pick<
  Evaluation,
  'metrics' | 'metricsReasons' | 'verdict' | 'excessReturnInterval' | 'sharpeInterval' | 'bootstrap' | 'trialSharpe'
>;

function judge(policy: Played, hold: Played, trials: Trials, annual: number): Judged {
  const deflation = deflate(policy.returns, policy.trades.length, trials);
  const bootstrap = policy.returns.length < MINIMUM_RETURNS ? undefined : pairedBootstrap(policy.returns, hold.returns);
  const sharpe = sharpeRatio(policy.returns);
  const verdict = verdictOf({
    returns: policy.returns.length,
    trades: policy.trades.length,
    trials: trials.count,
    policyReturn: totalReturn(policy.episode.equity),
    baselineReturn: totalReturn(hold.episode.equity),
    deflation,
    bootstrap,
  });
  return {
    ...withDeflation(metricsOf(policy.episode, policy.trades, annual, 'policy'), deflation, trials),
    verdict,
    ...(isMeasured(sharpe) && { trialSharpe: sharpe }),
    ...(bootstrap && intervals(bootstrap, isMeasured(sharpe), annual)),
  };
}

function intervals(bootstrap: PairedBootstrap, hasSharpe: boolean, annual: number): Partial<Judged> {
  const { draws, seed, meanBlock, sharpe, excessReturn } = bootstrap;
  const factor = Math.sqrt(annual);
  return {
    bootstrap: { draws, seed, meanBlock },
    excessReturnInterval: excessReturn,
    ...(hasSharpe && { sharpeInterval: { low: sharpe.low * factor, high: sharpe.high * factor } }),
  };
}

function withDeflation(base: Metrics, deflation: Deflation, trials: Trials): Metrics {
  const added = collectMetrics({
    psr: deflation.psr,
    dsr: deflation.dsr,
    min_track_record_bars: deflation.minimumTrackRecord,
    expected_max_sharpe_per_bar: deflation.expectedMaximumSharpe,
    trials: trials.count,
    trials_sharpe_variance: trials.sharpeVariance,
  });
  return {
    metrics: { ...base.metrics, ...added.metrics },
    metricsReasons: { ...base.metricsReasons, ...added.metricsReasons },
  };
}
