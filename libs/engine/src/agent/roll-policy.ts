import { actionDirections } from '../environment/trading-environment';
import type { FeatureScaler } from '../features/feature-scaler';
import { type Observations, observe } from '../features/observations';
import type { Bar } from '../market/bar';
import type { EngineSettings, EnvironmentSettings } from '../settings';
import type { Calibration } from '../statistics/calibration';
import { argmax, type Mlp, predict } from './mlp';

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

/**
 * Rolls the ensemble over bars `fromIndex` … last, each decision starting from the target decided before (the first
 * from `initialPosition`, a share of equity). The decision on bar t reads bars ≤ t only. Backtest and inference both
 * call this: what was tested is what decides.
 */
export function rollPolicy(
  parts: Pick<PolicyParts, 'settings' | 'scaler' | 'members'>,
  bars: readonly Bar[],
  fromIndex: number,
  initialPosition: number,
): RolledPolicy {
  const observations = observe(bars, parts.scaler, fromIndex, bars.length - 1);
  const networks = parts.members.map((member) => member.network);
  return rollObserved(networks, observations, parts.settings.environment, initialPosition);
}

/** `rollPolicy` on observations that are already there. */
export function rollObserved(
  networks: readonly Mlp[],
  observations: Observations,
  environment: EnvironmentSettings,
  initialPosition: number,
): RolledPolicy {
  const { features, rows } = observations;
  const directions = actionDirections(environment.allowShort);
  const input = new Float32Array(features + 1);
  const rolled: RolledPolicy = { targets: [], votes: [], agreement: [] };
  let position = initialPosition;
  for (let at = 0; at < rows.length; at += features) {
    input.set(rows.subarray(at, at + features));
    input[features] = Math.min(1, Math.max(-1, position / environment.maxPosition));
    const votes = networks.map((network) => directions[argmax(predict(network, input))] as number);
    const majority = majorityOf(votes);
    if (majority !== undefined) position = majority * environment.maxPosition;
    const direction = Math.sign(position);
    rolled.targets.push(position);
    rolled.votes.push(votes);
    rolled.agreement.push(votes.filter((vote) => vote === direction).length / votes.length);
  }
  return rolled;
}

/** The direction with the most votes; undefined for a tie, which keeps the position. */
function majorityOf(votes: readonly number[]): number | undefined {
  const counts = [-1, 0, 1].map((direction) => votes.filter((vote) => vote === direction).length);
  const most = Math.max(...counts);
  return counts.indexOf(most) === counts.lastIndexOf(most) ? counts.indexOf(most) - 1 : undefined;
}
