import { Injectable } from '@nestjs/common';
import {
  type ArtifactRef,
  contextParams,
  type EventData,
  loadedModelParams,
  type ModelTrained,
  type PipelineEvent,
  requestParams,
  type RunContext,
  type SignalInferred,
  type SignalReviewed,
  type SymbolRequested,
  type SymbolResolved,
  trainingParams,
} from '@trademaster/contracts';
import type { Intents } from '@trademaster/ledger';
import { prettyJson } from '@trademaster/manifest';
import type { ArtifactStore, MlflowClient } from '@trademaster/mlflow';
import { allEnded } from '../all-ended';
import type { RunView } from '../run-fold';
import { writeModelFolder } from './model-folder';
import type { RunFiles } from './run-files';
import { type CurvePoint, curveMetrics, decisionMeasures, loadedModelMeasures, trainingMeasures } from './run-metrics';
import { contextTags, decisionTags, requestTags, trainingTags } from './run-tags';

type Projector<T> = (data: T) => Promise<void>;
type ProjectedType = 'symbol.requested' | 'symbol.resolved' | 'model.trained' | 'signal.inferred' | 'signal.reviewed';

/**
 * Writes what a run's facts say into its MLflow run: params, metrics, tags, the dataset and the habitual artifact paths.
 * Each fact is written once; writing it again, after a crash in the middle, changes nothing. No fact overwrites what
 * another one says, so the order does not count. The caller holds the run's lock.
 */
@Injectable()
export class RunProjection {
  private readonly projectors: { [K in ProjectedType]: Projector<EventData[K]> } = {
    'symbol.requested': (data) => this.requested(data),
    'symbol.resolved': (data) => this.resolved(data),
    'model.trained': (data) => this.trained(data),
    'signal.inferred': (data) => this.inferred(data),
    'signal.reviewed': (data) => this.reviewed(data),
  };

  constructor(
    private readonly intents: Pick<Intents, 'plan' | 'done'>,
    private readonly mlflow: Pick<MlflowClient, 'logBatch' | 'logInput'>,
    private readonly files: Pick<RunFiles, 'put'>,
    private readonly store: ArtifactStore,
  ) {}

  /** Errors: those of MLflow and of the artifact store. */
  async apply(runId: string, facts: RunView['facts']): Promise<void> {
    for (const type of Object.keys(this.projectors) as ProjectedType[]) {
      const fact = facts[type];
      if (fact) await this.once(runId, fact, () => this.project(type, fact));
    }
  }

  private async once(runId: string, { type, id }: PipelineEvent, write: () => Promise<void>): Promise<void> {
    const kind = `mlflow.${type}`;
    const key = `${runId}/${id}`;
    if ((await this.intents.plan(kind, key)).state === 'done') return;
    await write();
    await this.intents.done(kind, key, true);
  }

  private project(type: ProjectedType, fact: PipelineEvent): Promise<void> {
    return (this.projectors[type] as Projector<unknown>)(fact.data);
  }

  private async requested(data: SymbolRequested): Promise<void> {
    await this.mlflow.logBatch(data.run_id, { params: requestParams(data), tags: requestTags(data) });
  }

  private async resolved({ run }: SymbolResolved): Promise<void> {
    const { artifact, count, first_date, last_date } = run.bars;
    const dataset = {
      name: `${run.symbol}-bars`,
      digest: artifact.sha256.slice(0, 36),
      sourceType: run.instrument.source,
      source: JSON.stringify({ uri: artifact.uri, sha256: artifact.sha256, ticker: run.instrument.ticker }),
      schema: JSON.stringify({ mlflow_colspec: BAR_COLUMNS }),
      profile: JSON.stringify({ num_rows: count, first_date, last_date }),
      context: run.mode === 'inference' ? 'inference' : 'training',
    };
    await allEnded([
      this.mlflow.logBatch(run.run_id, { params: contextParams(run.instrument, run.bars), tags: contextTags(run) }),
      this.mlflow.logInput(run.run_id, dataset),
    ]);
  }

  private async trained({ run, training }: ModelTrained): Promise<void> {
    const at = timestampOf(run);
    const { metrics, tags } = trainingMeasures(training, at);
    const curve = JSON.parse((await this.store.get(training.training_curve)).toString('utf8')) as CurvePoint[];
    await allEnded([
      this.mlflow.logBatch(run.run_id, {
        params: trainingParams(training),
        metrics: [...metrics, ...curveMetrics(curve, at)],
        tags: { ...tags, ...trainingTags(training) },
      }),
      writeModelFolder(run, training.model, this.store, this.files),
      this.copy(run, training.training_curve, 'training/curve.json', 'application/json'),
      this.copy(run, training.backtest_detail, 'backtest/detail.json', 'application/json'),
      this.write(run, 'backtest/result.json', training.backtest),
      this.copy(run, training.report, 'report.html', 'text/html; charset=utf-8'),
    ]);
  }

  private async inferred({ run, inference, facts }: SignalInferred): Promise<void> {
    await allEnded([
      this.copy(run, facts, 'review/facts.json', 'application/json'),
      ...(run.mode === 'inference' ? [this.loaded(run, inference)] : []),
    ]);
  }

  /** The loaded model's own numbers: this run has trained none. */
  private async loaded(run: RunContext, inference: SignalInferred['inference']): Promise<void> {
    const { backtest_metrics, buy_and_hold_metrics } = inference;
    const { metrics, tags } = loadedModelMeasures(backtest_metrics, buy_and_hold_metrics, timestampOf(run));
    await allEnded([
      this.mlflow.logBatch(run.run_id, { params: loadedModelParams(inference), metrics, tags }),
      writeModelFolder(run, inference.model, this.store, this.files),
    ]);
  }

  private async reviewed(data: SignalReviewed): Promise<void> {
    const { run } = data;
    const { metrics, tags } = decisionMeasures(data, timestampOf(run));
    await allEnded([
      this.mlflow.logBatch(run.run_id, { metrics, tags: { ...tags, ...decisionTags(data) } }),
      this.copy(run, data.transcript, 'review/transcript.json', 'application/json'),
      this.copy(run, data.prompt, 'review/prompt.txt', 'text/plain; charset=utf-8'),
      this.copy(run, data.claims, 'review/claims.json', 'application/json'),
    ]);
  }

  private async copy(run: RunContext, ref: ArtifactRef, path: string, contentType: string): Promise<void> {
    await this.files.put(run, path, await this.store.get(ref), contentType);
  }

  private async write(run: RunContext, path: string, value: object): Promise<void> {
    await this.files.put(run, path, prettyJson(value), 'application/json');
  }
}

/** MLflow's schema of tabular data. */
const BAR_COLUMNS = [
  { name: 'date', type: 'string', required: true },
  ...['open', 'high', 'low', 'close'].map((name) => ({ name, type: 'double', required: true })),
  { name: 'volume', type: 'double', required: false },
];

/** The request's time: a metric written again is then the same point. */
function timestampOf({ generated_at }: Pick<RunContext, 'generated_at'>): number {
  return Date.parse(generated_at);
}
