import { PipelineError } from '@trademaster/errors';
import type { Member, PolicyParts } from '../agent/roll-policy';
import type { Evaluation } from '../backtest/evaluation';
import { actionDirections } from '../environment/trading-environment';
import type { BarSpan, Windows } from '../market/windows';
import type { EngineSettings } from '../settings';
import type { Policy, PolicyInstrument, PolicySpan, PolicyWindows } from './policy';
import { settingsDocument, settingsFrom } from './settings-document';

export interface PolicyInput {
  instrument: PolicyInstrument;
  settings: EngineSettings;
  members: readonly Member[];
  evaluation: Evaluation;
  /** Of the bytes that `encodeOnnx` made of the members. */
  onnxSha256: string;
  data: Policy['data'];
}

/** The document of a policy that was trained and evaluated. Throws `internal` for an evaluation without buy and hold. */
export function buildPolicy(input: PolicyInput): Policy {
  const { evaluation, settings } = input;
  const { scaler, windows, calibration, verdict } = evaluation;
  const buyAndHold = evaluation.baselines.find((baseline) => baseline.name === 'buy_and_hold');
  if (!buyAndHold) throw new PipelineError('internal', 'the evaluation has no buy_and_hold baseline');
  return {
    format: 'trademaster.policy/1',
    engine_version: evaluation.engineVersion,
    instrument: input.instrument,
    settings: settingsDocument(settings),
    observation: {
      features: scaler.names,
      mean: scaler.mean,
      scale: scaler.scale,
      clip: scaler.clip,
      window: scaler.window,
    },
    actions: [...actionDirections(settings.environment.allowShort)],
    network: { sizes: input.members[0]?.network.sizes ?? [], onnx_sha256: input.onnxSha256 },
    data: input.data,
    windows: windowsOf(windows),
    ...(evaluation.folds && { folds: evaluation.folds.map(windowsOf) }),
    calibration: {
      levels: calibration.levels,
      decisions: calibration.decisions,
      brier_score: calibration.brierScore,
    },
    verdict: {
      verdict: verdict.verdict,
      statement: verdict.statement,
      confidence_cap: verdict.confidenceCap,
      bars_had: verdict.barsHad,
      ...(verdict.barsNeeded !== undefined && { bars_needed: verdict.barsNeeded }),
    },
    backtest: { metrics: evaluation.metrics, metrics_reasons: evaluation.metricsReasons },
    buy_and_hold: { metrics: buyAndHold.metrics, metrics_reasons: buyAndHold.metricsReasons },
  };
}

/**
 * What deciding needs, out of a policy and the members that its ONNX file holds. Throws `model_invalid` when they do
 * not belong together: other seeds, other layer sizes.
 */
export function policyParts(policy: Policy, members: readonly Member[]): PolicyParts {
  const seeds = members.map((member) => member.seed).join();
  if (seeds !== policy.settings.training.seeds.join()) {
    throw new PipelineError('model_invalid', `the model has members ${seeds}, its policy names others`, {
      field: 'policy.settings.training.seeds',
    });
  }
  if (members.some((member) => member.network.sizes.join() !== policy.network.sizes.join())) {
    throw new PipelineError('model_invalid', `the model's layers are not ${policy.network.sizes.join('-')}`, {
      field: 'policy.network.sizes',
    });
  }
  const { features, ...scaler } = policy.observation;
  const { brier_score: brierScore, ...calibration } = policy.calibration;
  return {
    settings: settingsFrom(policy.settings),
    scaler: { names: features, ...scaler },
    members: [...members],
    calibration: { ...calibration, brierScore },
  };
}

function windowsOf({ train, validation, test }: Windows): PolicyWindows {
  return { train: spanOf(train), validation: spanOf(validation), test: spanOf(test) };
}

function spanOf({ firstDate, lastDate, bars }: BarSpan): PolicySpan {
  return { first_date: firstDate, last_date: lastDate, bars };
}
