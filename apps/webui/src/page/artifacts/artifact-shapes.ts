import type { ExplainedClaim } from '@trademaster/contracts';

/** `backtest_detail`, the out-of-sample window bar by bar. */
export interface BacktestDetail {
  dates: string[];
  /** At each close, starting from 1. */
  equity: number[];
  buy_and_hold: number[];
  /** Of the other baselines that are one path, by name; absent in what older trainers wrote, as the next one. */
  baselines_equity?: Record<string, number[]>;
  /** Held at each close, share of equity. */
  positions: number[];
  trades: RoundTrip[];
  /** Quartiles of equity over the single seeds, per date. */
  seeds_equity?: { q1: number[]; median: number[]; q3: number[] };
}

export interface RoundTrip {
  entry_date: string;
  entry_price: number;
  /** Absent while the position is still open. */
  exit_date?: string;
  exit_price?: number;
  direction: 1 | -1;
}

/** A line of `training_curve`. */
export interface CurvePoint {
  seed: number;
  epoch: number;
  loss: number;
  validation_return: number;
}

/** `transcript`: AutoGen's TaskResult. */
export interface Transcript {
  messages: { source: string; type: string; content: unknown }[];
  stop_reason: string;
}

/** `claims`. */
export interface Claims {
  grounded_share: number | null;
  claims: ExplainedClaim[];
}
