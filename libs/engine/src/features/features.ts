import { type Bar } from '../market/bar';
import { trueRange } from '../market/indicators';
import { portableLog } from '../numerics/portable-log';

/**
 * What the policy sees of the market: numbers without a unit, so that multiplying all prices changes nothing. Each is
 * a function of bars t − 50 … t alone, summed anew for every bar: where the series begins leaves no trace.
 */
export interface Feature {
  name: string;
  /** At bar `t` ≥ 50, from bars ≤ t. */
  at(bars: readonly Bar[], t: number): number;
}

export const FEATURES: readonly Feature[] = [
  ...[1, 2, 3, 5, 10, 20, 50].map((bars) => logReturn(bars)),
  ...[5, 10, 20, 50].map((bars) => distanceToAverage(bars)),
  ...[20, 50].map((bars) => placeInRange(bars)),
  { name: 'rsi_14', at: (bars, t) => relativeStrength(bars, t, 14) },
  { name: 'atr_14', at: (bars, t) => averageTrueRange(bars, t, 14) / at(bars, t).close },
  { name: 'volatility_20', at: (bars, t) => volatility(bars, t, 20) },
  { name: 'volatility_5_to_50', at: (bars, t) => ratio(volatility(bars, t, 5), volatility(bars, t, 50), 1) },
  { name: 'body_in_atr', at: (bars, t) => inAtr(bars, t, at(bars, t).close - at(bars, t).open) },
  { name: 'gap_in_atr', at: (bars, t) => inAtr(bars, t, at(bars, t).open - at(bars, t - 1).close) },
];

function at(bars: readonly Bar[], t: number): Bar {
  return bars[t] as Bar;
}

/** `value` where the denominator says nothing. */
function ratio(numerator: number, denominator: number, value: number): number {
  return denominator === 0 ? value : numerator / denominator;
}

function logReturn(span: number): Feature {
  return {
    name: `return_${span}`,
    at: (bars, t) => portableLog(at(bars, t).close / at(bars, t - span).close),
  };
}

/** Close over the mean of the last `span` closes, minus 1. */
function distanceToAverage(span: number): Feature {
  return {
    name: `close_to_sma_${span}`,
    at: (bars, t) => {
      let sum = 0;
      for (let i = t - span + 1; i <= t; i++) sum += at(bars, i).close;
      return at(bars, t).close / (sum / span) - 1;
    },
  };
}

/** Close within the last `span` bars' range: 0 at the lowest low, 1 at the highest high. */
function placeInRange(span: number): Feature {
  return {
    name: `place_in_range_${span}`,
    at: (bars, t) => {
      let low = at(bars, t).low;
      let high = at(bars, t).high;
      for (let i = t - span + 1; i < t; i++) {
        low = Math.min(low, at(bars, i).low);
        high = Math.max(high, at(bars, i).high);
      }
      return ratio(at(bars, t).close - low, high - low, 0.5);
    },
  };
}

/** Share of the gains in all moves of the last `span` closes, 0..1 (Cutler's variant: plain means, no memory). */
function relativeStrength(bars: readonly Bar[], t: number, span: number): number {
  let gains = 0;
  let moves = 0;
  for (let i = t - span + 1; i <= t; i++) {
    const change = at(bars, i).close - at(bars, i - 1).close;
    gains += Math.max(change, 0);
    moves += Math.abs(change);
  }
  return ratio(gains, moves, 0.5);
}

function averageTrueRange(bars: readonly Bar[], t: number, span: number): number {
  let sum = 0;
  for (let i = t - span + 1; i <= t; i++) sum += trueRange(at(bars, i), at(bars, i - 1).close);
  return sum / span;
}

function inAtr(bars: readonly Bar[], t: number, distance: number): number {
  return ratio(distance, averageTrueRange(bars, t, 14), 0);
}

/** Root mean square of the last `span` log returns. */
function volatility(bars: readonly Bar[], t: number, span: number): number {
  let squares = 0;
  for (let i = t - span + 1; i <= t; i++) {
    const r = portableLog(at(bars, i).close / at(bars, i - 1).close);
    squares += r * r;
  }
  return Math.sqrt(squares / span);
}
