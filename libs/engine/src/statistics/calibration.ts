import { PipelineError } from '@trademaster/errors';

/** How often decisions with this share of agreeing members earned more than 0, net, on the validation span. */
export interface CalibrationLevel {
  /** Share of the members that voted for the target, 0..1, ascending. */
  agreement: number;
  decisions: number;
  wins: number;
  /** Shrunk and monotone in agreement, 0..1. */
  probability: number;
}

export interface Calibration {
  levels: CalibrationLevel[];
  /** Decisions for a position that is not flat. */
  decisions: number;
  /** Mean squared error of the probabilities on the validation span; null without decisions. */
  brierScore: number | null;
}

export interface Confidence {
  /** 0..100. */
  confidence: number;
  basis: 'calibrated' | 'agreement_uncalibrated';
}

/** Confidence in a decision, before caps. `target` is a share of equity. */
export function calibratedConfidence(_calibration: Calibration, _agreement: number, _target: number): Confidence {
  throw new PipelineError('internal', 'not built yet');
}
