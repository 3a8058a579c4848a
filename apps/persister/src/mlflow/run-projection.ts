import { Injectable } from '@nestjs/common';
import type {
  ArtifactRef,
  EventData,
  ModelTrained,
  PipelineEvent,
  RunContext,
  SignalInferred,
  SignalReviewed,
  SymbolResolved,
} from '@trademaster/contracts';
import type { Effect, Intents } from '@trademaster/ledger';
import { prettyJson } from '@trademaster/manifest';
import { type ArtifactStore, mergedLog, type MlflowClient, type RunLog } from '@trademaster/mlflow';
import { allEnded } from '../all-ended';
import type { RunView } from '../run-fold';
import { logOf } from './fact-log';
import { writeModelFolder } from './model-folder';
import type { RunFiles } from './run-files';

type ShownType = 'symbol.requested' | 'symbol.resolved' | 'model.trained' | 'signal.inferred' | 'signal.reviewed';
/** What is written beside the log. */
type Writer<T> = (data: T) => Promise<unknown>[];

/**
 * Writes what a run's facts say into its MLflow run: params, metrics, tags, the dataset and the habitual artifact paths.
 * Each fact is written once; writing it again, after a crash in the middle, changes nothing. No fact overwrites what
 * another one says, so the order does not count. The caller holds the run's lock.
 */
@Injectable()
export class RunProjection {
  private readonly writers: { [K in ShownType]: Writer<EventData[K]> } = {
    'symbol.requested': () => [],
    'symbol.resolved': (data) => this.resolved(data),
    'model.trained': (data) => this.trained(data),
    'signal.inferred': (data) => this.inferred(data),
    'signal.reviewed': (data) => this.reviewed(data),
  };

  constructor(
    private readonly intents: Pick<Intents, 'planAll' | 'doneAll'>,
    private readonly mlflow: Pick<MlflowClient, 'logBatch' | 'logInput'>,
    private readonly files: Pick<RunFiles, 'put'>,
    private readonly store: ArtifactStore,
  ) {}

  /**
   * What these facts say, and `more` about the run: one call of MLflow's log-batch costs as much as 25 metrics in it.
   * Errors: those of MLflow and of the artifact store.
   */
  async apply(runId: string, facts: RunView['facts'], more: RunLog = {}): Promise<void> {
    const shown = (Object.keys(this.writers) as ShownType[]).flatMap((type) => facts[type] ?? []);
    const intents = await this.intents.planAll(shown.map((fact) => effectOf(runId, fact)));
    const due = shown.filter((_, index) => intents[index]?.state !== 'done');
    const logs = await allEnded(due.map((fact) => logOf(fact, this.store)));
    const log = mergedLog([...logs, more]);
    await allEnded([this.mlflow.logBatch(runId, log), ...due.flatMap((fact) => this.write(fact))]);
    await this.intents.doneAll(due.map((fact) => ({ ...effectOf(runId, fact), result: true })));
  }

  private write({ type, data }: PipelineEvent): Promise<unknown>[] {
    return (this.writers[type as ShownType] as Writer<unknown>)(data);
  }

  private resolved({ run }: SymbolResolved): Promise<unknown>[] {
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
    return [this.mlflow.logInput(run.run_id, dataset)];
  }

  private trained({ run, training }: ModelTrained): Promise<unknown>[] {
    return [
      writeModelFolder(run, training.model, this.store, this.files),
      this.copy(run, training.training_curve, 'training/curve.json', 'application/json'),
      this.copy(run, training.backtest_detail, 'backtest/detail.json', 'application/json'),
      this.files.put(run, 'backtest/result.json', prettyJson(training.backtest), 'application/json'),
      this.copy(run, training.report, 'report.html', 'text/html; charset=utf-8'),
    ];
  }

  /** A run of mode `inference` has the model that it loaded: it has trained none. */
  private inferred({ run, inference, facts }: SignalInferred): Promise<unknown>[] {
    return [
      this.copy(run, facts, 'review/facts.json', 'application/json'),
      ...(run.mode === 'inference' ? [writeModelFolder(run, inference.model, this.store, this.files)] : []),
    ];
  }

  private reviewed({ run, transcript, prompt, claims }: SignalReviewed): Promise<unknown>[] {
    return [
      this.copy(run, transcript, 'review/transcript.json', 'application/json'),
      this.copy(run, prompt, 'review/prompt.txt', 'text/plain; charset=utf-8'),
      this.copy(run, claims, 'review/claims.json', 'application/json'),
    ];
  }

  private async copy(run: RunContext, ref: ArtifactRef, path: string, contentType: string): Promise<void> {
    await this.files.put(run, path, await this.store.get(ref), contentType);
  }
}

function effectOf(runId: string, { type, id }: PipelineEvent): Effect {
  return { kind: `mlflow.${type}`, key: `${runId}/${id}` };
}

/** MLflow's schema of tabular data. */
const BAR_COLUMNS = [
  { name: 'date', type: 'string', required: true },
  ...['open', 'high', 'low', 'close'].map((name) => ({ name, type: 'double', required: true })),
  { name: 'volume', type: 'double', required: false },
];
