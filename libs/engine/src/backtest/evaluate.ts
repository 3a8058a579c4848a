import { PipelineError } from '@trademaster/errors';
import { engineVersion } from '../engine-version';
import type { Member } from '../agent/roll-policy';
import { rollObserved } from '../agent/roll-policy';
import { actionDirections } from '../environment/trading-environment';
import { type FeatureScaler, fitScaler } from '../features/feature-scaler';
import { observe } from '../features/observations';
import { type Bar, checkBars } from '../market/bar';
import { type FoldSpan, outOfSampleSpan, planFolds } from '../market/folds';
import { type BarSpan, planWindows, type Windows } from '../market/windows';
import { checkSettings } from '../model/settings-checks';
import type { EngineSettings } from '../settings';
import type { Calibration } from '../statistics/calibration';
import { calibrateEnsemble } from './calibrate-ensemble';
import type { Trials } from './deflation';
import type { Evaluation } from './evaluation';
import { judgeTargets } from './judge-targets';
import { evaluateSeeds, seedsEquity, seedsSpread } from './seeds-spread';

/**
 * Judges frozen members: calibrates their confidence on the validation span, then plays the ensemble once through the
 * test span. Pure: same input, same bits. Throws `config_invalid`, `data_invalid` and `data_too_short`
 * like training, `model_invalid` without members or for one that does not fit.
 */
export function evaluate(
  bars: readonly Bar[],
  settings: EngineSettings,
  members: readonly Member[],
  trials: Trials,
): Evaluation {
  checkSettings(settings);
  checkBars(bars);
  const whole = { fromIndex: 0, toIndex: bars.length - 1 };
  return judgeFolds(bars, settings, [decideFold(bars, settings, whole, members)], trials);
}

/**
 * Judges a walk-forward: `ensembles` holds the members of each fold of `planFolds`, oldest first, each fitted on that
 * fold's bars alone. Their test spans make one equity curve, flat at each boundary with the costs of getting there, and
 * are measured once. Windows, scaler and calibration are the last fold's: the one that would be deployed.
 */
export function evaluateWalkForward(
  bars: readonly Bar[],
  settings: EngineSettings,
  ensembles: readonly (readonly Member[])[],
  trials: Trials,
): Evaluation {
  checkSettings(settings);
  checkBars(bars);
  const folds = planFolds(bars, settings.split, ensembles.length).map((span, i) =>
    decideFold(bars, settings, span, ensembles[i] as readonly Member[]),
  );
  return { ...judgeFolds(bars, settings, folds, trials), folds: folds.map(({ windows }) => windows) };
}

/** What one fold's members decided on its test span. */
interface DecidedFold {
  /** Indices into all bars. */
  windows: Windows;
  scaler: FeatureScaler;
  calibration: Calibration;
  /** Of the ensemble. */
  targets: number[];
  seeds: { seed: number; targets: number[] }[];
}

/** Sees the fold's own bars only. */
function decideFold(
  bars: readonly Bar[],
  settings: EngineSettings,
  { fromIndex, toIndex }: FoldSpan,
  members: readonly Member[],
): DecidedFold {
  const own = bars.slice(fromIndex, toIndex + 1);
  const windows = planWindows(own, settings);
  const scaler = fitScaler(own, windows);
  checkMembers(members, scaler.names.length + 1, actionDirections(settings.environment.allowShort).length);
  const { validation, test } = windows;
  const networks = members.map((member) => member.network);
  const roll = (of: typeof networks, span: BarSpan) =>
    rollObserved(of, observe(own, scaler, span.fromIndex, span.toIndex), settings.environment, 0);
  return {
    windows: {
      train: shifted(windows.train, fromIndex),
      validation: shifted(validation, fromIndex),
      test: shifted(test, fromIndex),
      purgedBars: windows.purgedBars,
    },
    scaler,
    calibration: calibrateEnsemble(own, settings, validation, roll(networks, validation)),
    targets: roll(networks, test).targets,
    seeds: members.map(({ seed, network }) => ({ seed, targets: roll([network], test).targets })),
  };
}

function checkMembers(members: readonly Member[], inputs: number, outputs: number): void {
  const refuse = (field: string, what: string): never => {
    throw new PipelineError('model_invalid', `${field} ${what}`, { field });
  };
  if (members.length === 0) refuse('members', 'is empty');
  members.forEach(({ network: { sizes } }, i) => {
    if (sizes[0] === inputs && sizes.at(-1) === outputs) return;
    refuse(`members.${i}.network.sizes`, `is ${sizes.join()}, must begin with ${inputs} and end with ${outputs}`);
  });
}

function judgeFolds(
  bars: readonly Bar[],
  settings: EngineSettings,
  folds: readonly DecidedFold[],
  trials: Trials,
): Evaluation {
  const last = folds.at(-1);
  if (!last) throw new PipelineError('internal', 'there is no fold to judge');
  const outOfSample = outOfSampleSpan(bars, settings, folds.length);
  const seeds = evaluateSeeds(
    bars,
    settings,
    outOfSample,
    last.seeds.map(({ seed }, i) => ({ seed, targets: flatAtBoundaries(folds.map((fold) => seedTargets(fold, i))) })),
  );
  const { windows, scaler, calibration } = last;
  return {
    engineVersion,
    windows,
    outOfSample,
    scaler,
    calibration,
    ...judgeTargets(bars, settings, outOfSample, flatAtBoundaries(folds.map(({ targets }) => targets)), trials),
    seeds,
    seedsSpread: seedsSpread(seeds),
    seedsEquity: seedsEquity(seeds),
  };
}

function seedTargets({ seeds }: DecidedFold, index: number): number[] {
  return (seeds[index] as { targets: number[] }).targets;
}

/** A fold's last decision but the newest fold's is to be flat: filled at the next fold's first open, with its costs. */
function flatAtBoundaries(folds: readonly (readonly number[])[]): number[] {
  return folds.flatMap((targets, i) => (i === folds.length - 1 ? targets : [...targets.slice(0, -1), 0]));
}

function shifted(span: BarSpan, by: number): BarSpan {
  return { ...span, fromIndex: span.fromIndex + by, toIndex: span.toIndex + by };
}
