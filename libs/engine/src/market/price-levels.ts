import type { MarketContext } from './market-context';

/** Entry, stop and target in price units. */
export interface PriceLevels {
  /** Indicative: the last close. The fill is at the next open. */
  entry: number;
  stop: number;
  target: number;
  /** |target − entry| / |entry − stop|. */
  rMultiple: number;
  /** Share of equity, 0..1. */
  size: number;
}

export interface PriceLevelsInput {
  market: MarketContext;
  /** Shares of equity. */
  currentPosition: number;
  targetPosition: number;
  maxPosition: number;
}

const STOP_IN_ATR = 2;
const TARGET_IN_R = 2;
const EQUITY_AT_RISK = 0.01;

/**
 * Stop at 2 · ATR14 from the entry, target at twice that, on the sides that the target position asks for; size so that
 * the stop costs 1 % of equity, at most `maxPosition`. Undefined for intents that reduce, close or keep, and where no
 * such price exists: no range to measure, or a level that would not be positive.
 */
export function priceLevels(input: PriceLevelsInput): PriceLevels | undefined {
  const { market, currentPosition, targetPosition, maxPosition } = input;
  const side = Math.sign(targetPosition);
  const grows = targetPosition * currentPosition < 0 || Math.abs(targetPosition) > Math.abs(currentPosition);
  const entry = market.indicators.last_close ?? 0;
  const distance = STOP_IN_ATR * (market.indicators.atr_14 ?? 0);
  const stop = entry - side * distance;
  const target = entry + side * TARGET_IN_R * distance;
  if (!grows || distance === 0 || stop <= 0 || target <= 0) return undefined;
  return {
    entry,
    stop,
    target,
    rMultiple: Math.abs(target - entry) / Math.abs(entry - stop),
    size: Math.min(maxPosition, (EQUITY_AT_RISK * entry) / distance),
  };
}
