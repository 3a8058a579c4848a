import { PipelineError } from '@trademaster/errors';
import type { Calibration } from '../statistics/calibration';
import type { FeatureScaler } from '../features/feature-scaler';
import type { Bar } from '../market/bar';
import type { EngineSettings } from '../settings';
import type { Mlp } from './mlp';

export interface Member {
  seed: number;
  network: Mlp;
}

/** Everything that a decision depends on besides bars and position. */
export interface PolicyParts {
  settings: EngineSettings;
  scaler: FeatureScaler;
  members: Member[];
  calibration: Calibration;
}

/** Decisions on consecutive bars; index 0 is the decision on bar `fromIndex`. */
export interface RolledPolicy {
  /** Target positions as shares of equity. */
  targets: number[];
  /** Per decision, each member's own target: −1, 0 or 1, in the order of `members`. */
  votes: number[][];
  /** Share of the members that voted for the target. */
  agreement: number[];
}

/** Rolls the ensemble from bar `fromIndex` to the last bar. */
export function rollPolicy(
  _parts: Omit<PolicyParts, 'calibration'>,
  _bars: readonly Bar[],
  _fromIndex: number,
  _initialPosition: number,
): RolledPolicy {
  throw new PipelineError('internal', 'not built yet');
}
