import type { MetricMap, ReasonMap } from '../backtest/metrics';
import type { VerdictKind } from '../backtest/verdict';
import type { SettingsDocument } from './settings-document';

/** What was traded in training, in whose words. Inference on anything else is refused. */
export interface PolicyInstrument {
  symbol: string;
  ticker: string;
  source: string;
  bar_size: string;
  adjustment: string;
  simulated: boolean;
}

export interface PolicySpan {
  first_date: string;
  last_date: string;
  bars: number;
}

export interface PolicyWindows {
  train: PolicySpan;
  validation: PolicySpan;
  test: PolicySpan;
}

/**
 * `policy.json`: everything besides the weights that a decision depends on, and everything about the training that a
 * later reader may ask for. It travels with the ONNX file that its `network.onnx_sha256` names. Ratios are fractions.
 */
export interface Policy {
  format: 'trademaster.policy/1';
  engine_version: string;
  instrument: PolicyInstrument;
  settings: SettingsDocument;
  /** Inputs in order: clamp((feature − mean) / scale, ±clip) for each feature, then the direction held (−1..1). */
  observation: {
    features: string[];
    mean: number[];
    scale: number[];
    clip: number;
    /** Bars that one observation reads, the current one included. */
    window: number;
  };
  /** Target direction of each output, in order: times `max_position` it is the share of equity. */
  actions: number[];
  network: { sizes: number[]; onnx_sha256: string };
  /** The bars that it was trained, selected and tested on. */
  data: { sha256: string; bars: number; first_date: string; last_date: string };
  windows: PolicyWindows;
  /** Walk-forward only: verdict and backtest are of the test spans of these, `windows` is the last one. */
  folds?: PolicyWindows[];
  calibration: {
    levels: { agreement: number; decisions: number; wins: number; probability: number }[];
    decisions: number;
    brier_score: number | null;
  };
  verdict: {
    verdict: VerdictKind;
    statement: string;
    confidence_cap: number;
    bars_had: number;
    bars_needed?: number;
  };
  backtest: { metrics: MetricMap; metrics_reasons: ReasonMap };
  buy_and_hold: { metrics: MetricMap; metrics_reasons: ReasonMap };
}
