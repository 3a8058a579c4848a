import { canonicalJson, foldsOf, sha256Hex } from '@trademaster/contracts';
import { decodeBars, fitScaler, planFolds, planWindows, settingsFrom } from '@trademaster/engine';
import { prettyJson } from '@trademaster/manifest';
import { again, type Checks, copyOf, fileOf, modelFolder, stored, storedEvent } from '../check';
import type { Evidence } from '../evidence';
import type { Recomputed } from '../recomputed';

/** Scaling of the network's inputs, out of the bars that the deployed networks were trained on: the last fold's. */
export async function* features(evidence: Evidence): Checks {
  const run = await evidence.context();
  const bars = decodeBars(await evidence.get(run.bars.artifact));
  const settings = settingsFrom({ ...run.config, calendar: run.instrument.calendar });
  const last = planFolds(bars, settings.split, foldsOf(run.config.evaluation)).at(-1);
  const own = bars.slice(last?.fromIndex, last && last.toIndex + 1);
  const { names, ...scaler } = fitScaler(own, planWindows(own, settings));
  const got = sha256Hex(canonicalJson({ features: names, ...scaler }));
  yield again('features', evidence.manifest.features_sha256, got);
}

/** The networks and how they learned. */
export async function* training(evidence: Evidence, recomputed: Recomputed): Checks {
  yield* stored(evidence, 'model.onnx', 'training-curve.json');
  const { model, training_curve } = await recomputed.training();
  yield again('model.onnx', evidence.refOf('model.onnx').sha256, model.onnx.sha256);
  yield again('training-curve.json', evidence.refOf('training-curve.json').sha256, training_curve.sha256);
  yield await copyOf(evidence, 'training/curve.json', 'training-curve.json');
  yield* modelFolder(evidence, (path) => path !== POLICY);
}

/** What the networks earned on unseen bars, and the policy that says so. */
export async function* backtest(evidence: Evidence, recomputed: Recomputed): Checks {
  yield* stored(evidence, 'backtest.json', POLICY, 'report.html');
  yield* storedEvent(evidence, 'model.trained');
  const { run, training: said } = (await evidence.event('model.trained')).data;
  const made = await recomputed.training();
  yield again('training and backtest', { ...said, seconds: undefined }, { ...made, seconds: undefined });
  yield again('run within model.trained', await evidence.context(), run);
  yield* modelFolder(evidence, (path) => path === POLICY);
  yield await copyOf(evidence, 'backtest/detail.json', 'backtest.json');
  yield await fileOf(evidence, 'backtest/result.json', prettyJson(made.backtest));
  yield await copyOf(evidence, 'report.html', 'report.html');
}

/** Mode inference: the model that was pinned. */
export async function* pinnedModel(evidence: Evidence): Checks {
  yield* stored(evidence, 'model.onnx', POLICY);
  yield* modelFolder(evidence);
}

const POLICY = 'policy.json';
