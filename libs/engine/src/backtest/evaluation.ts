import type { FeatureScaler } from '../features/feature-scaler';
import type { Windows } from '../market/windows';
import type { Calibration } from '../statistics/calibration';

/** Metric name (snake_case) → value; null only with a reason of the same name. */
export type MetricMap = Record<string, number | null>;
export type ReasonMap = Record<string, string>;

export interface Interval {
  low: number;
  high: number;
}

/** Earlier tests on an overlapping window, this one included; variance (ddof 1) of their per-bar Sharpe ratios. */
export interface Trials {
  count: number;
  sharpeVariance: number;
}

export interface BaselineEvaluation {
  name: string;
  metrics: MetricMap;
  metricsReasons: ReasonMap;
}

export type VerdictKind = 'better_than_luck' | 'not_distinguishable' | 'worse_than_baseline' | 'too_short';

export interface Verdict {
  verdict: VerdictKind;
  /** In words: what was found, against what, with which uncertainty. */
  statement: string;
  /** 100 for better_than_luck, else 49. */
  confidenceCap: number;
  barsHad: number;
  /** Absent when no number of bars would do. */
  barsNeeded?: number;
}

/** One holding, from its first fill to the fill that ends it. */
export interface Trade {
  /** Session at whose open it was filled. */
  entryDate: string;
  /** Price paid or received, slippage included. */
  entryPrice: number;
  /** Absent while the position is still open. */
  exitDate?: string;
  /** Absent while the position is still open. */
  exitPrice?: number;
  /** 1 long, −1 short. */
  direction: 1 | -1;
  /** Sessions from the fill on during which it was held. */
  bars: number;
  /** Change of equity over the holding as a fraction of equity before it, net of costs. */
  return: number;
}

/** The test window bar by bar; all arrays have its length. */
export interface BacktestDetail {
  dates: string[];
  /** At each close, starting from 1. */
  equity: number[];
  buyAndHold: number[];
  /** Position held at each close, as the target's share of equity. */
  positions: number[];
  /** Target decided on each bar; the last one has no fill inside the window. */
  targets: number[];
  trades: Trade[];
}

export interface SeedEvaluation {
  seed: number;
  totalReturn: number;
  /** Annualised; null when undefined. */
  sharpe: number | null;
}

/** Out-of-sample result of the ensemble on the test window. */
export interface Evaluation {
  engineVersion: string;
  windows: Windows;
  scaler: FeatureScaler;
  calibration: Calibration;
  metrics: MetricMap;
  metricsReasons: ReasonMap;
  baselines: BaselineEvaluation[];
  /** Total return minus buy and hold's; absent under 30 returns. */
  excessReturnInterval?: Interval;
  /** Annualised Sharpe ratio; absent under 30 returns. */
  sharpeInterval?: Interval;
  bootstrap: { draws: number; seed: number; meanBlock: number };
  /** Median and quartiles over the members alone: describes, never deployed. */
  seedsSpread: MetricMap;
  seeds: SeedEvaluation[];
  verdict: Verdict;
  detail: BacktestDetail;
  /** Per bar; absent when the returns have none. */
  trialSharpe?: number;
}
