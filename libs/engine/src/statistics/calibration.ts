import { isotonicRegression } from './isotonic-regression';

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
  /** One for each number of members that can agree, 0 … all. */
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

/** A decision for a position that is not flat, and whether that position earned more than 0, net. */
export interface Outcome {
  /** Members that voted for the target. */
  votes: number;
  won: boolean;
}

const PRIOR_WINS = 10; // Beta(10, 10): as if 20 fair coins had been tossed before
const PRIOR_LOSSES = 10;
const MINIMUM_DECISIONS = 60;

/** Frequencies per level of agreement, shrunk towards ½ by Beta(10, 10), then made monotone. */
export function calibrate(outcomes: readonly Outcome[], members: number): Calibration {
  const counts = Array.from({ length: members + 1 }, (_, votes) => {
    const ofLevel = outcomes.filter((outcome) => outcome.votes === votes);
    return { decisions: ofLevel.length, wins: ofLevel.filter((outcome) => outcome.won).length };
  });
  const probabilities = isotonicRegression(
    counts.map(({ decisions, wins }) => (wins + PRIOR_WINS) / (decisions + PRIOR_WINS + PRIOR_LOSSES)),
    counts.map(({ decisions }) => decisions + PRIOR_WINS + PRIOR_LOSSES),
  );
  const levels = counts.map((count, votes) => ({
    agreement: votes / members,
    ...count,
    probability: probabilities[votes] as number,
  }));
  let errors = 0;
  for (const { decisions, wins, probability } of levels) {
    errors += wins * (1 - probability) * (1 - probability) + (decisions - wins) * probability * probability;
  }
  const brierScore = outcomes.length === 0 ? null : errors / outcomes.length;
  return { levels, decisions: outcomes.length, brierScore };
}

/**
 * 100 · P(the target position earns more than 0, net, over the next bar's open to the one after), before caps.
 * A flat target earns nothing, and under 60 decisions nothing can be said: then the agreement itself, marked so.
 */
export function calibratedConfidence(calibration: Calibration, agreement: number, target: number): Confidence {
  const members = calibration.levels.length - 1;
  const level = calibration.levels[Math.round(agreement * members)];
  if (target === 0 || calibration.decisions < MINIMUM_DECISIONS || !level) {
    return { confidence: 100 * agreement, basis: 'agreement_uncalibrated' };
  }
  return { confidence: 100 * level.probability, basis: 'calibrated' };
}
