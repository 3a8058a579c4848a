import { type Episode, playTargets } from '../environment/play-targets';
import type { Bar } from '../market/bar';
import { barsPerYear } from '../market/calendar';
import type { BarSpan } from '../market/windows';
import type { EngineSettings } from '../settings';
import { isMeasured, MINIMUM_RETURNS } from '../statistics/measured';
import { type Interval, type PairedBootstrap, pairedBootstrap } from '../statistics/paired-bootstrap';
import { returnsOf } from '../statistics/returns';
import { sharpeRatio } from '../statistics/sharpe-ratio';
import { totalReturn } from '../statistics/total-return';
import { type Deflation, deflate, type Trials } from './deflation';
import type { BaselineEvaluation, Evaluation } from './evaluation';
import { collectMetrics, type Measuring, metricsOf, type Metrics } from './metrics';
import { type RandomPolicies, randomPolicies } from './random-policies';
import { momentum, type Rule, smaCrossover } from './rules';
import { type Trade, tradesOf } from './trades';
import { verdictOf } from './verdict';

const RULES: Record<string, Rule> = { sma_crossover: smaCrossover, momentum };

/** What can be said about a policy from the targets that it decided on a span. */
export type Judged = Pick<
  Evaluation,
  'metrics' | 'metricsReasons' | 'baselines' | 'verdict' | 'intervals' | 'bootstrap' | 'trialSharpe' | 'detail'
>;

/**
 * Plays targets through a span and judges the one equity curve that comes out, beside buy and hold, two simple rules
 * and random policies on the same bars, with the same fills, costs and largest position.
 */
export function judgeTargets(
  bars: readonly Bar[],
  settings: EngineSettings,
  span: BarSpan,
  targets: readonly number[],
  trials: Trials,
): Judged {
  const annual = barsPerYear(settings.calendar);
  const policy = play(bars, settings, span, targets);
  const hold = play(bars, settings, span, new Array<number>(span.bars).fill(settings.environment.maxPosition));
  const random = randomPolicies(bars, settings, span, targets, totalReturn(policy.episode.equity));
  const deflation = deflate(policy.returns, policy.trades.length, trials);
  const bootstrap = policy.returns.length < MINIMUM_RETURNS ? undefined : pairedBootstrap(policy.returns, hold.returns);
  const sharpe = sharpeRatio(policy.returns);
  const measured = measure(policy, annual, 'policy');
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
    ...withLuck(measured, deflation, trials, random),
    baselines: [
      { name: 'buy_and_hold', ...measure(hold, annual, 'baseline'), equity: hold.episode.equity },
      ...Object.entries(RULES).map(([name, rule]) => baselineOf(name, rule, bars, settings, span)),
      randomBaseline(random),
    ],
    verdict,
    ...(isMeasured(sharpe) && { trialSharpe: sharpe }),
    ...(bootstrap && uncertainty(bootstrap, measured.metrics.sharpe !== null, annual)),
    detail: {
      dates: bars.slice(span.fromIndex, span.toIndex + 1).map((bar) => bar.date),
      closes: bars.slice(span.fromIndex, span.toIndex + 1).map((bar) => bar.close),
      equity: policy.episode.equity,
      buyAndHold: hold.episode.equity,
      positions: policy.episode.positions,
      targets: [...targets],
      trades: policy.trades,
    },
  };
}

interface Played {
  episode: Episode;
  trades: Trade[];
  returns: Float64Array;
}

function play(bars: readonly Bar[], settings: EngineSettings, span: BarSpan, targets: readonly number[]): Played {
  const episode = playTargets(bars, settings, span, targets);
  const trades = tradesOf(episode.account.fills, bars.slice(span.fromIndex, span.toIndex + 1), episode.account.equity);
  return { episode, trades, returns: returnsOf(episode.equity) };
}

function measure({ episode, trades }: Played, annual: number, measuring: Measuring): Metrics {
  return metricsOf(episode, trades, annual, measuring);
}

/** Rules short only where the policy may. */
function baselineOf(
  name: string,
  rule: Rule,
  bars: readonly Bar[],
  settings: EngineSettings,
  span: BarSpan,
): BaselineEvaluation {
  const { allowShort, maxPosition } = settings.environment;
  const targets = Array.from(rule(bars, span), (direction) => Math.max(direction, allowShort ? -1 : 0) * maxPosition);
  const played = play(bars, settings, span, targets);
  return { name, ...measure(played, barsPerYear(settings.calendar), 'policy'), equity: played.episode.equity };
}

/** A thousand policies have no equity curve: the quartiles of what they returned. */
function randomBaseline({ draws, seed, totalReturn: { q1, median, q3 } }: RandomPolicies): BaselineEvaluation {
  const measures = { total_return: median, total_return_q1: q1, total_return_q3: q3, draws, seed };
  return { name: 'random_policies', ...collectMetrics(measures) };
}

/** An interval for a ratio that is not shown would be a back door: without a Sharpe ratio there is none of it either. */
function uncertainty(bootstrap: PairedBootstrap, hasSharpe: boolean, annual: number): Partial<Judged> {
  const { draws, seed, meanBlock, sharpeBetter, sharpe, totalReturn, excessReturn, excessSharpe } = bootstrap;
  const factor = Math.sqrt(annual);
  const annualised = ({ low, high }: Interval): Interval => ({ low: low * factor, high: high * factor });
  return {
    bootstrap: { draws, seed, meanBlock, sharpeBetter },
    intervals: {
      totalReturn,
      excessReturn,
      ...(hasSharpe && { sharpe: annualised(sharpe), excessSharpe: annualised(excessSharpe) }),
    },
  };
}

function withLuck(base: Metrics, deflation: Deflation, trials: Trials, random: RandomPolicies): Metrics {
  const added = collectMetrics({
    psr: deflation.psr,
    dsr: deflation.dsr,
    min_track_record_bars: deflation.minimumTrackRecord,
    expected_max_sharpe_per_bar: deflation.expectedMaximumSharpe,
    trials: trials.count,
    trials_sharpe_variance: trials.sharpeVariance,
    random_p_value: random.pValue,
  });
  return {
    metrics: { ...base.metrics, ...added.metrics },
    metricsReasons: { ...base.metricsReasons, ...added.metricsReasons },
  };
}
