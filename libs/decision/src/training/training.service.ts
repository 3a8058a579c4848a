import { performance } from 'node:perf_hooks';
import { Inject, Injectable } from '@nestjs/common';
import {
  type ArtifactRef,
  artifactOwner,
  canonicalJson,
  foldsOf,
  type RunContext,
  sha256Hex,
  type TrainingResult,
  trialSha256,
} from '@trademaster/contracts';
import {
  type Bar,
  buildPolicy,
  decodeBars,
  decodeOnnx,
  encodeOnnx,
  encodePolicy,
  type EngineSettings,
  type Evaluation,
  hyperparametersOf,
  planFolds,
  type Policy,
  settingsFrom,
  type TrainedMember,
  type TrainingProgress,
} from '@trademaster/engine';
import { ARTIFACT_STORE, type ArtifactStore } from '@trademaster/mlflow';
import { ENGINE_RUNNER, type EngineRunner } from './engine-workers';
import { tearSheet } from './report/tear-sheet';
import { backtestDetail, backtestResult, dataWindows, trainingCurve, trainingMetrics } from './training-result';

/** An epoch of one seed of one fold, counted from 0. */
export type FoldProgress = TrainingProgress & { fold: number };

export interface TrainingServiceHooks {
  /** Aborting fails the training with `training_cancelled`. */
  signal: AbortSignal;
  onEpoch?: (progress: FoldProgress) => void;
  /** While jobs wait for a thread: those before them go on. */
  onQueueAlive?: () => void;
}

/** Trains one run's ensemble, backtests the very bytes that would be deployed, and keeps everything as artifacts. */
@Injectable()
export class TrainingService {
  constructor(
    @Inject(ARTIFACT_STORE) private readonly artifacts: Pick<ArtifactStore, 'get' | 'put'>,
    @Inject(ENGINE_RUNNER) private readonly engine: EngineRunner,
  ) {}

  /**
   * Throws `data_*`, `training_*`, `artifact_*` and `mlflow_*` errors; `training_cancelled` when the signal aborts.
   * Apart from `seconds` the result depends on the run alone.
   */
  async train(run: RunContext, hooks: TrainingServiceHooks): Promise<TrainingResult> {
    const started = performance.now();
    const bars = decodeBars(await this.artifacts.get(run.bars.artifact));
    const settings = settingsFrom({ ...run.config, calendar: run.instrument.calendar });
    const ensembles = await this.trainFolds(bars, settings, foldsOf(run.config.evaluation), hooks);
    const files = ensembles.map(encodeOnnx);
    const [members, onnx] = [ensembles.at(-1) as TrainedMember[], files.at(-1) as Uint8Array];
    const trials = { count: run.trials.count, sharpeVariance: run.trials.sharpe_variance };
    const evaluation = await this.engine.run(
      { kind: 'evaluate', bars, settings, onnx: files, trials },
      { signal: hooks.signal },
    );
    const policy = policyOf(run, settings, onnx, evaluation);
    const kept = await this.keep(run, { onnx, policy, members, evaluation });
    return {
      model: { onnx: kept.onnx, policy: kept.policy },
      hyperparameters: hyperparametersOf(policy.settings),
      windows: dataWindows(policy.windows),
      training_metrics: trainingMetrics(members, evaluation),
      backtest: backtestResult(evaluation, policy.verdict),
      training_curve: kept.trainingCurve,
      backtest_detail: kept.backtestDetail,
      report: kept.report,
      seconds: Math.round(performance.now() - started) / 1000,
      engine_version: evaluation.engineVersion,
      trial_sha256: trialSha256(run, policy.settings, evaluation.scaler),
      ...(evaluation.trialSharpe !== undefined && { trial_sharpe: evaluation.trialSharpe }),
    };
  }

  /** All folds and seeds at once, as far as there are threads; when one fails the others are stopped. */
  private async trainFolds(
    bars: Bar[],
    settings: EngineSettings,
    folds: number,
    hooks: TrainingServiceHooks,
  ): Promise<TrainedMember[][]> {
    const failed = new AbortController();
    const signal = AbortSignal.any([hooks.signal, failed.signal]);
    const { seeds } = settings.training;
    const jobs = planFolds(bars, settings.split, folds).flatMap(({ fromIndex, toIndex }, fold) => {
      const own = bars.slice(fromIndex, toIndex + 1);
      const onEpoch = (progress: TrainingProgress) => hooks.onEpoch?.({ ...progress, fold });
      const { onQueueAlive } = hooks;
      return seeds.map((seed) =>
        this.engine.run({ kind: 'train', bars: own, settings, seed }, { signal, onEpoch, onQueueAlive }),
      );
    });
    try {
      const members = await Promise.all(jobs);
      return Array.from({ length: folds }, (_, fold) => members.slice(fold * seeds.length, (fold + 1) * seeds.length));
    } catch (error) {
      failed.abort();
      await Promise.allSettled(jobs);
      throw error;
    }
  }

  private async keep(run: RunContext, made: Made): Promise<Kept> {
    const owner = artifactOwner(run);
    const json = (name: string, value: unknown) =>
      this.artifacts.put(owner, name, canonicalJson(value), 'application/json');
    const { evaluation, members, policy } = made;
    const [onnx, policyRef, curve, detail, report] = await Promise.all([
      this.artifacts.put(owner, 'model.onnx', made.onnx, 'application/octet-stream'),
      this.artifacts.put(owner, 'policy.json', encodePolicy(policy), 'application/json'),
      json('training-curve.json', trainingCurve(members)),
      json('backtest.json', backtestDetail(evaluation)),
      this.artifacts.put(owner, 'report.html', tearSheet(run, policy, evaluation), 'text/html; charset=utf-8'),
    ]);
    return { onnx, policy: policyRef, trainingCurve: curve, backtestDetail: detail, report };
  }
}

interface Made {
  onnx: Uint8Array;
  policy: Policy;
  members: readonly TrainedMember[];
  evaluation: Evaluation;
}

interface Kept {
  onnx: ArtifactRef;
  policy: ArtifactRef;
  trainingCurve: ArtifactRef;
  backtestDetail: ArtifactRef;
  report: ArtifactRef;
}

function policyOf(run: RunContext, settings: EngineSettings, onnx: Uint8Array, evaluation: Evaluation): Policy {
  const { symbol, ticker, source, bar_size, adjustment, simulated } = run.instrument;
  const { artifact, count, first_date, last_date } = run.bars;
  return buildPolicy({
    instrument: { symbol, ticker, source, bar_size, adjustment, simulated },
    settings,
    members: decodeOnnx(onnx),
    evaluation,
    onnxSha256: sha256Hex(onnx),
    data: { sha256: artifact.sha256, bars: count, first_date, last_date },
  });
}
