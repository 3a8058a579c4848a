import { portableLog } from '../numerics/portable-log';
import { type Bar } from './bar';
import { barsPerYear, type Calendar } from './calendar';
import { simpleMovingAverage, wilderAtr, wilderRsi } from './indicators';

export type Trend = 'up' | 'down' | 'sideways';

/** Indicators on the last closed bar, for people and for the review. A null indicator has its reason. */
export interface MarketContext {
  /** last_close, sma_20, sma_50, rsi_14, atr_14, annualised_volatility, support, resistance. */
  indicators: Record<string, number | null>;
  reasons: Record<string, string>;
  /** Up to 30, oldest first. */
  lastCloses: number[];
  trend: Trend;
}

const SUPPORT_BARS = 50;
const VOLATILITY_BARS = 20;
const LAST_CLOSES = 30;

/** Bars oldest first, at least one. Support and resistance: lowest low and highest high of the last 50 bars. */
export function marketContext(bars: readonly Bar[], calendar: Calendar): MarketContext {
  const closes = bars.map((bar) => bar.close);
  const recent = bars.slice(-SUPPORT_BARS);
  const enough = recent.length === SUPPORT_BARS;
  const lastClose = closes.at(-1) as number;
  const sma20 = simpleMovingAverage(closes, 20);
  const sma50 = simpleMovingAverage(closes, 50);
  const found: [name: string, value: number | undefined, barsNeeded: number][] = [
    ['last_close', lastClose, 1],
    ['sma_20', sma20, 20],
    ['sma_50', sma50, 50],
    ['rsi_14', wilderRsi(closes, 14), 15],
    ['atr_14', wilderAtr(bars, 14), 15],
    ['annualised_volatility', annualisedVolatility(closes, calendar), VOLATILITY_BARS + 1],
    ['support', enough ? Math.min(...recent.map((bar) => bar.low)) : undefined, SUPPORT_BARS],
    ['resistance', enough ? Math.max(...recent.map((bar) => bar.high)) : undefined, SUPPORT_BARS],
  ];
  const indicators: MarketContext['indicators'] = {};
  const reasons: MarketContext['reasons'] = {};
  for (const [name, value, barsNeeded] of found) {
    indicators[name] = value ?? null;
    if (value === undefined) reasons[name] = `needs ${barsNeeded} bars, has ${bars.length}`;
  }
  return { indicators, reasons, lastCloses: closes.slice(-LAST_CLOSES), trend: trendOf(lastClose, sma20, sma50) };
}

/** Up: close above sma_20 above sma_50. Down: the reverse. Sideways: neither, or too few bars to say. */
function trendOf(close: number, sma20: number | undefined, sma50: number | undefined): Trend {
  if (sma20 === undefined || sma50 === undefined) return 'sideways';
  if (close > sma20 && sma20 > sma50) return 'up';
  return close < sma20 && sma20 < sma50 ? 'down' : 'sideways';
}

/** Standard deviation (ddof 1) of the last 20 log returns, times √(bars per year). */
function annualisedVolatility(closes: readonly number[], calendar: Calendar): number | undefined {
  if (closes.length <= VOLATILITY_BARS) return undefined;
  const last = closes.slice(-VOLATILITY_BARS - 1);
  const returns = last.slice(1).map((close, i) => portableLog(close / (last[i] as number)));
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const squares = returns.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt((squares / (returns.length - 1)) * barsPerYear(calendar));
}
