import type { Episode } from '../environment/play-targets';
import { annualisedReturn } from '../statistics/annualised-return';
import { annualisedVolatility } from '../statistics/annualised-volatility';
import { calmarRatio } from '../statistics/calmar-ratio';
import { exposure } from '../statistics/exposure';
import { maxDrawdown } from '../statistics/max-drawdown';
import { isMeasured, type Measured, tooFewTrades } from '../statistics/measured';
import { profitFactor } from '../statistics/profit-factor';
import { returnsOf } from '../statistics/returns';
import { sharpeRatio } from '../statistics/sharpe-ratio';
import { sortinoRatio } from '../statistics/sortino-ratio';
import { totalReturn } from '../statistics/total-return';
import { winRate } from '../statistics/win-rate';
import type { Trade } from './trades';

/** Metric name (snake_case) → value; null only with a reason of the same name. */
export type MetricMap = Record<string, number | null>;
export type ReasonMap = Record<string, string>;

export interface Metrics {
  metrics: MetricMap;
  metricsReasons: ReasonMap;
}

/** Who was measured: a baseline holds once by definition, so its return ratios do not ask for ten trades. */
export type Measuring = 'policy' | 'baseline';

/**
 * Every metric of one equity curve. Ratios are fractions; `sharpe`, `sortino` and `calmar` are annualised, `turnover`
 * is per year, `costs_paid` the sum of fractions of equity, `max_drawdown_bars` and `trades` are counts.
 */
export function metricsOf(
  episode: Episode,
  trades: readonly Trade[],
  barsPerYear: number,
  measuring: Measuring,
): Metrics {
  const { equity, positions, account } = episode;
  const returns = returnsOf(equity);
  const drawdown = maxDrawdown(equity);
  const tradeReturns = trades.map((trade) => trade.return);
  const ratio = (measure: Measured): Measured =>
    (measuring === 'policy' ? tooFewTrades(trades.length) : undefined) ?? measure;
  const sharpe = ratio(sharpeRatio(returns));
  return collectMetrics({
    total_return: totalReturn(equity),
    annualised_return: annualisedReturn(equity, barsPerYear),
    annualised_volatility: annualisedVolatility(returns, barsPerYear),
    sharpe: isMeasured(sharpe) ? sharpe * Math.sqrt(barsPerYear) : sharpe,
    sharpe_per_bar: sharpe,
    sortino: ratio(sortinoRatio(returns, barsPerYear)),
    calmar: ratio(calmarRatio(equity, barsPerYear)),
    max_drawdown: drawdown.depth,
    max_drawdown_bars: drawdown.bars,
    win_rate: winRate(tradeReturns),
    profit_factor: profitFactor(tradeReturns),
    exposure: exposure(positions),
    turnover: (account.turnover * barsPerYear) / Math.max(1, returns.length),
    trades: trades.length,
    costs_paid: account.costsPaid,
    ruined: account.ruined ? 1 : 0,
  });
}

/** Splits measures into values and reasons. */
export function collectMetrics(measures: Record<string, Measured>): Metrics {
  const collected: Metrics = { metrics: {}, metricsReasons: {} };
  for (const [name, measure] of Object.entries(measures)) {
    collected.metrics[name] = isMeasured(measure) ? measure : null;
    if (!isMeasured(measure)) collected.metricsReasons[name] = measure.reason;
  }
  return collected;
}
