import { Injectable } from '@nestjs/common';
import type { ModelTrained, RunEnd, SignalReviewed } from '@trademaster/contracts';
import { decodeBars } from '@trademaster/engine';
import type { RunRecord } from '@trademaster/ledger';
import type { ArtifactStore, MlflowClient, RunLog } from '@trademaster/mlflow';
import { type DescribedRun, MANIFEST_TAG, prettyJson } from '@trademaster/manifest';
import { allEnded } from './all-ended';
import type { RunFiles } from './mlflow/run-files';
import { failureTags, NO_FAILURE, noteOf, reviewStatus } from './mlflow/run-tags';
import type { RunView } from './run-fold';
import type { RunManifest } from './run-manifest';
import type { TrackRecord } from './track-record';
import { webuiArtifacts } from './webui/webui-artifacts';
import type { WebuiPublication } from './webui/webui-publication';

/** What there is to say of a run's end. */
export interface DescribedEnd {
  /** What MLflow is told of it. */
  log: RunLog;
  /** Only of an end that follows from facts, as a failure's does not. */
  manifest?: DescribedRun;
  /** The decision, with the manifest's hash in its signal. */
  decided?: SignalReviewed;
}

/** The effects of a run's end, outside PostgreSQL. Each is done once, however often the end is applied. */
@Injectable()
export class RunEnding {
  constructor(
    private readonly mlflow: Pick<MlflowClient, 'logBatch' | 'updateRun'>,
    private readonly files: Pick<RunFiles, 'put'>,
    private readonly store: ArtifactStore,
    private readonly manifest: Pick<RunManifest, 'describe' | 'keep'>,
    private readonly webui: Pick<WebuiPublication, 'publish'>,
    private readonly trackRecord: Pick<TrackRecord, 'register'>,
    private readonly clock: () => Date,
  ) {}

  async describe(run: RunRecord, view: RunView): Promise<DescribedEnd> {
    const { failure, lineage } = view;
    const reviewed = view.facts['signal.reviewed'];
    const manifest = lineage && (await this.manifest.describe(run, lineage));
    const tags = {
      ...(manifest ? { [MANIFEST_TAG]: manifest.sha256 } : {}),
      ...(failure ? failureTags(failure) : view.facts['run.failed'] ? NO_FAILURE : {}),
      ...reviewStatus(view.mode, reviewed !== undefined),
      attempt: String(view.attempt),
      'mlflow.note.content': noteOf(run, failure ? undefined : reviewed?.data, failure),
    };
    return {
      // A run whose configuration was refused has no other params.
      log: { params: { symbol: run.symbol, mode: run.mode }, tags },
      ...(manifest ? { manifest } : {}),
      ...(manifest && reviewed ? { decided: withManifest(reviewed.data, manifest.sha256) } : {}),
    };
  }

  /** All but the log, and the status, which is for `close`. Errors: those of MLflow, WebUI and ledger. */
  async write({ manifest, decided }: DescribedEnd): Promise<void> {
    await allEnded([
      ...(manifest ? [this.manifest.keep(manifest)] : []),
      ...(decided ? [this.writeSignal(decided), this.publish(decided)] : []),
    ]);
  }

  /**
   * When everything else is written: the model of a run that could not be written must not become champion, and who
   * reads FINISHED finds all of it. Errors: those of MLflow and ledger.
   */
  async close(run: RunRecord, view: RunView, manifest: DescribedRun | undefined): Promise<RunEnd> {
    const { failure } = view;
    const trained = view.facts['model.trained'];
    if (!failure && trained) await this.stand(run.runId, trained.data);
    const status = failure ? 'FAILED' : 'FINISHED';
    await this.mlflow.updateRun(run.runId, { status, endTime: this.clock().getTime() });
    return endOf(run, view, manifest?.sha256);
  }

  private async stand(runId: string, trained: ModelTrained): Promise<void> {
    const { registeredName, version, champion } = await this.trackRecord.register(trained);
    const standing = {
      'model.registered_name': registeredName,
      'model.version': version,
      'model.champion': champion,
    };
    await this.mlflow.logBatch(runId, { tags: standing });
  }

  private writeSignal({ run, signal }: SignalReviewed): Promise<void> {
    return this.files.put(run, 'signal.json', prettyJson(signal), 'application/json');
  }

  private async publish(reviewed: SignalReviewed): Promise<void> {
    const { run } = reviewed;
    const [prompt, snapshot] = await allEnded([this.store.get(reviewed.prompt), this.store.get(run.bars.artifact)]);
    const artifacts = webuiArtifacts({
      reviewed,
      mlflow: { runId: run.run_id, experimentId: run.experiment_id },
      prompt: prompt.toString('utf8'),
      bars: decodeBars(snapshot),
      httpUrlOf: this.store.httpUrlOf.bind(this.store),
    });
    await this.webui.publish(artifacts);
  }
}

function withManifest(reviewed: SignalReviewed, manifest_sha256: string): SignalReviewed {
  return { ...reviewed, signal: { ...reviewed.signal, manifest_sha256 } };
}

/** How a run's attempt ended, as command line, web page and Airflow show it. */
export function endOf(
  run: Pick<RunRecord, 'runId' | 'experimentId' | 'symbol'>,
  view: RunView,
  manifest?: string,
): RunEnd {
  const { failure, attempt, mode, facts } = view;
  const end = { run_id: run.runId, experiment_id: run.experimentId, symbol: run.symbol, attempt };
  if (failure) return { ...end, status: 'FAILED', failure };
  if (mode === 'train_backtest') {
    return { ...end, status: 'FINISHED', note: 'train_backtest: no inference, no review, no signal' };
  }
  const reviewed = (facts['signal.reviewed'] as NonNullable<(typeof facts)['signal.reviewed']>).data;
  const { signal, decision_sha256 } = manifest === undefined ? reviewed : withManifest(reviewed, manifest);
  return { ...end, status: 'FINISHED', signal, decision_sha256 };
}
