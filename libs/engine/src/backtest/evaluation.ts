import type { FeatureScaler } from '../features/feature-scaler';
import type { Windows } from '../market/windows';
import type { Calibration } from '../statistics/calibration';
import type { Interval } from '../statistics/paired-bootstrap';
import type { MetricMap, Metrics } from './metrics';
import type { SeedEvaluation } from './seeds-spread';
import type { Trade } from './trades';
import type { Verdict } from './verdict';

export interface BaselineEvaluation extends Metrics {
  name: string;
}

/** The test window bar by bar; all arrays but `trades` have its length. */
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

/** Out-of-sample result of the ensemble on the test window. */
export interface Evaluation extends Metrics {
  engineVersion: string;
  windows: Windows;
  scaler: FeatureScaler;
  calibration: Calibration;
  baselines: BaselineEvaluation[];
  /** Total return minus buy and hold's; absent under 30 returns. */
  excessReturnInterval?: Interval;
  /** Annualised Sharpe ratio; absent where it is undefined. */
  sharpeInterval?: Interval;
  /** How the intervals were drawn; absent under 30 returns. */
  bootstrap?: { draws: number; seed: number; meanBlock: number };
  /** Median and quartiles over the members alone: describes, never deployed. */
  seedsSpread: MetricMap;
  seeds: SeedEvaluation[];
  verdict: Verdict;
  detail: BacktestDetail;
  /** Per bar; absent when the returns have none. */
  trialSharpe?: number;
}
