import { PipelineError } from '@trademaster/errors';
import type {
  ArtifactOwner,
  DatasetInput,
  MlflowRun,
  MlflowRunStatus,
  ModelVersion,
  RunLog,
} from '@trademaster/mlflow';
import type { ArtifactsOfRun, StoredArtifact } from '../src/webui/webui-client';
import type { WebuiArtifact } from '../src/webui/webui-artifacts';

/** Called before every effect: a test makes one of them fail. */
export type BeforeEffect = (name: string) => void;

/** MLflow's habits as far as they matter: params never change, tags and artifacts do, versions are not idempotent. */
export class FakeMlflow {
  readonly runs = new Map<string, Pick<MlflowRun, 'params' | 'tags' | 'datasets'> & { status: MlflowRunStatus }>();
  readonly metrics = new Map<string, number>();
  readonly files = new Map<string, string>();
  readonly versions: ModelVersion[] = [];
  readonly aliases = new Map<string, string>();

  constructor(private readonly before: BeforeEffect = () => undefined) {}

  rootOf({ runId }: Pick<ArtifactOwner, 'runId'>): Promise<string> {
    return Promise.resolve(`mlflow-artifacts:/7/${runId}/artifacts`);
  }

  async getRun(runId: string): Promise<MlflowRun> {
    const { status, ...data } = this.runOf(runId);
    const location = { experimentId: '7', artifactUri: await this.rootOf({ runId }) };
    return { runId, ...location, runName: '', status, startTime: 0, metrics: {}, ...data };
  }

  async logBatch(runId: string, { params = {}, metrics = [], tags = {} }: RunLog): Promise<void> {
    await this.effect('log-batch');
    const run = this.runOf(runId);
    for (const [key, value] of Object.entries(params)) {
      const known = (run.params[key] ??= value);
      if (known !== value) throw new PipelineError('mlflow_rejected', `param ${key} is ${known}, not ${value}`);
    }
    Object.assign(run.tags, tags);
    for (const { key, step, value } of metrics) this.metrics.set(`${runId}/${key}/${step ?? 0}`, value);
  }

  async updateRun(runId: string, { status }: { status: MlflowRunStatus }): Promise<void> {
    await this.effect('update');
    this.runOf(runId).status = status;
  }

  async logInput(runId: string, { name, digest, context }: DatasetInput): Promise<void> {
    await this.effect('log-inputs');
    const { datasets } = this.runOf(runId);
    if (!datasets.some((dataset) => dataset.digest === digest)) datasets.push({ name, digest, context });
  }

  async put(root: string, path: string, bytes: Uint8Array): Promise<string> {
    await this.effect('put');
    this.files.set(`${root}/${path}`, Buffer.from(bytes).toString('base64'));
    return `${root}/${path}`;
  }

  async findOrCreateVersion(version: { name: string; source: string; runId: string }): Promise<ModelVersion> {
    await this.effect('model-version');
    const known = this.versions.find(({ runId }) => runId === version.runId);
    if (known) return known;
    this.versions.push({ ...version, version: String(this.versions.length + 1) });
    return this.versions.at(-1) as ModelVersion;
  }

  async setAlias(name: string, alias: string, version: string): Promise<void> {
    await this.effect('alias');
    this.aliases.set(`${name}@${alias}`, version);
  }

  /** Everything it holds, for comparing two histories. */
  state(): object {
    return {
      runs: Object.fromEntries(this.runs),
      metrics: sorted(this.metrics),
      files: sorted(this.files),
      versions: this.versions,
      aliases: sorted(this.aliases),
    };
  }

  private async effect(name: string): Promise<void> {
    await Promise.resolve();
    this.before(name);
  }

  private runOf(runId: string) {
    const run = this.runs.get(runId) ?? { params: {}, tags: {}, datasets: [], status: 'RUNNING' as const };
    this.runs.set(runId, run);
    return run;
  }
}

/** The existing backend: two identical POSTs make two rows. */
export class FakeWebui {
  readonly rows: (WebuiArtifact & { id: number })[] = [];
  posts = 0;

  /** `after`: thrown once the row is stored, as a time-out would. */
  constructor(
    private readonly before: BeforeEffect = () => undefined,
    private readonly after: BeforeEffect = () => undefined,
  ) {}

  ofRun({ execution_id, symbol, run_id }: ArtifactsOfRun): Promise<StoredArtifact[]> {
    const same = (row: WebuiArtifact) =>
      row.execution_id === execution_id && row.symbol === symbol && row.run_id === run_id;
    return Promise.resolve(this.rows.filter(same));
  }

  async create(artifact: WebuiArtifact): Promise<void> {
    await Promise.resolve();
    this.before('webui');
    this.posts += 1;
    this.rows.push({ ...artifact, id: this.posts });
    this.after('webui');
  }

  remove(id: number): Promise<void> {
    this.rows.splice(
      this.rows.findIndex((row) => row.id === id),
      1,
    );
    return Promise.resolve();
  }
}

function sorted<V>(map: Map<string, V>): [string, V][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
