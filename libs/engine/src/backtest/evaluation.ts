import type { FeatureScaler } from '../features/feature-scaler';
import type { BarSpan, Windows } from '../market/windows';
import type { Calibration } from '../statistics/calibration';
import type { Interval } from '../statistics/paired-bootstrap';
import type { MetricMap, Metrics } from './metrics';
import type { SeedEvaluation, SeedsEquity } from './seeds-spread';
import type { Trade } from './trades';
import type { Verdict } from './verdict';

export interface BaselineEvaluation extends Metrics {
  name: string;
  /** At each close, starting from 1; absent where the baseline is no single path. */
  equity?: number[];
}

/** The out-of-sample window bar by bar; all arrays but `trades` have its length. */
export interface BacktestDetail {
  dates: string[];
  /** Of the instrument. */
  closes: number[];
  /** At each close, starting from 1. */
  equity: number[];
  buyAndHold: number[];
  /** Position held at each close, as the target's share of equity. */
  positions: number[];
  /** Target decided on each bar; the last one has no fill inside the window. */
  targets: number[];
  trades: Trade[];
}

/** 95 % percentile intervals of the paired bootstrap. Differences are the policy's minus buy and hold's. */
export interface Intervals {
  totalReturn: Interval;
  excessReturn: Interval;
  /** Annualised; absent where the policy has no Sharpe ratio. */
  sharpe?: Interval;
  excessSharpe?: Interval;
}

/** How the intervals were drawn, and the share of draws in which the policy's Sharpe ratio beats buy and hold's. */
export interface BootstrapRecord {
  draws: number;
  seed: number;
  meanBlock: number;
  sharpeBetter: number;
}

/** Out-of-sample result of the ensemble. */
export interface Evaluation extends Metrics {
  engineVersion: string;
  /** Of the deployed members: in a walk-forward those of its last fold. */
  windows: Windows;
  /** What was scored: the test span, or the test spans of all folds. */
  outOfSample: BarSpan;
  /** Walk-forward only, oldest first; indices into all bars. */
  folds?: Windows[];
  scaler: FeatureScaler;
  calibration: Calibration;
  baselines: BaselineEvaluation[];
  /** Absent under 30 returns. */
  intervals?: Intervals;
  /** Absent under 30 returns. */
  bootstrap?: BootstrapRecord;
  /** Median and quartiles over the members alone: describes, never deployed. */
  seedsSpread: MetricMap;
  /** Quartiles over the members, bar by bar. */
  seedsEquity: SeedsEquity;
  seeds: SeedEvaluation[];
  verdict: Verdict;
  detail: BacktestDetail;
  /** Per bar; absent when the returns have none. */
  trialSharpe?: number;
}
