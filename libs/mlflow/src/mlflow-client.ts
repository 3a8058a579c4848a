import { PipelineError } from '@trademaster/errors';
import { checkedText, logBatches, type RunLog } from './log-batches';
import { type MlflowConnection, MlflowHttp } from './mlflow-http';
import { type MlflowRun, type MlflowRunStatus, runFromTheWire, type RunOnTheWire } from './mlflow-run';
import { tagFilter } from './tag-filter';

export interface NewMlflowRun {
  experimentId: string;
  runName: string;
  /** Milliseconds since 1970. */
  startTime: number;
  tags: Record<string, string>;
}

export interface DatasetInput {
  name: string;
  /** At most 36 characters. */
  digest: string;
  sourceType: string;
  source: string;
  /** JSON texts. */
  schema?: string;
  profile?: string;
  /** `training`, `testing`, … */
  context: string;
}

const API = '/api/2.0/mlflow';

/**
 * Experiments and runs of MLflow's REST API. MLflow has no idempotency keys: whoever finds or creates holds a lock.
 * Errors: `mlflow_unavailable` (retryable), `mlflow_rejected`.
 */
export class MlflowClient {
  private readonly http: MlflowHttp;

  constructor(connection: MlflowConnection) {
    this.http = new MlflowHttp(connection);
  }

  /** Its id. Safe without a lock: MLflow keeps names unique. */
  async getOrCreateExperiment(name: string): Promise<string> {
    const known = await this.experimentByName(name);
    if (known !== undefined) return known;
    const create = { method: 'POST', path: `${API}/experiments/create`, json: { name } } as const;
    const answer = await this.http.call(create);
    if (answer.refusal === undefined) {
      return (JSON.parse(answer.bytes.toString('utf8')) as { experiment_id: string }).experiment_id;
    }
    const created = await this.experimentByName(name);
    if (created !== undefined) return created;
    throw new PipelineError('mlflow_rejected', `MLflow refused experiment "${name}": ${answer.bytes.toString('utf8')}`);
  }

  async createRun(run: NewMlflowRun): Promise<MlflowRun> {
    const { run: created } = await this.http.json<{ run: RunOnTheWire }>({
      method: 'POST',
      path: `${API}/runs/create`,
      json: {
        experiment_id: run.experimentId,
        run_name: run.runName,
        start_time: run.startTime,
        tags: Object.entries(run.tags).map(([key, value]) => checkedText('tag', key, value)),
      },
    });
    return runFromTheWire(created);
  }

  /**
   * The run that has all of `identity` as tags, else a new one with them. Looks again after creating, and keeps the
   * first by start and id, in case that an earlier answer was lost. The caller holds a lock.
   */
  async findOrCreateRun(run: NewMlflowRun, identity: Record<string, string>): Promise<MlflowRun> {
    const search = () => this.findRuns(run.experimentId, identity);
    const [known] = await search();
    if (known !== undefined) return known;
    const created = await this.createRun({ ...run, tags: { ...run.tags, ...identity } });
    const [first = created] = await search();
    if (first.runId !== created.runId) await this.deleteRun(created.runId);
    return first;
  }

  async getRun(runId: string): Promise<MlflowRun | undefined> {
    const found = await this.http.jsonIfExists<{ run: RunOnTheWire }>({
      method: 'GET',
      path: `${API}/runs/get`,
      query: { run_id: runId },
      repeatable: true,
    });
    return found && runFromTheWire(found.run);
  }

  /** Active runs with all of these tags, by start and id. */
  async findRuns(experimentId: string, tags: Record<string, string>): Promise<MlflowRun[]> {
    const found: MlflowRun[] = [];
    let pageToken: string | undefined;
    do {
      const page = await this.http.json<{ runs?: RunOnTheWire[]; next_page_token?: string }>({
        method: 'POST',
        path: `${API}/runs/search`,
        json: {
          experiment_ids: [experimentId],
          filter: tagFilter(tags),
          run_view_type: 'ACTIVE_ONLY',
          max_results: 1000,
          page_token: pageToken,
        },
        repeatable: true,
      });
      found.push(...(page.runs ?? []).map(runFromTheWire));
      pageToken = page.next_page_token;
    } while (pageToken !== undefined && pageToken !== '');
    return found.sort((a, b) => a.startTime - b.startTime || (a.runId < b.runId ? -1 : 1));
  }

  /** `endTime` in milliseconds since 1970: MLflow keeps an old one unless told. */
  async updateRun(runId: string, change: { status: MlflowRunStatus; endTime?: number }): Promise<void> {
    await this.http.json({
      method: 'POST',
      path: `${API}/runs/update`,
      json: { run_id: runId, status: change.status, end_time: change.endTime },
      repeatable: true,
    });
  }

  /** Hides it; MLflow keeps it in its bin. */
  async deleteRun(runId: string): Promise<void> {
    await this.http.json({ method: 'POST', path: `${API}/runs/delete`, json: { run_id: runId } });
  }

  /**
   * Params, metrics and tags, in as many calls as MLflow's limits ask for. Logging the same again changes nothing;
   * a param with another value is refused. Throws `mlflow_rejected` before any call for what MLflow would falsify.
   */
  async logBatch(runId: string, log: RunLog): Promise<void> {
    for (const batch of logBatches(log)) {
      await this.http.json({
        method: 'POST',
        path: `${API}/runs/log-batch`,
        json: { run_id: runId, ...batch },
        repeatable: true,
      });
    }
  }

  async setTag(runId: string, key: string, value: string): Promise<void> {
    await this.http.json({
      method: 'POST',
      path: `${API}/runs/set-tag`,
      json: { run_id: runId, ...checkedText('tag', key, value) },
      repeatable: true,
    });
  }

  /** The same dataset again changes nothing. */
  async logInput(runId: string, { context, sourceType, ...dataset }: DatasetInput): Promise<void> {
    if (dataset.digest.length > 36) {
      throw new PipelineError('mlflow_rejected', `dataset digest "${dataset.digest}" has more than 36 characters`);
    }
    await this.http.json({
      method: 'POST',
      path: `${API}/runs/log-inputs`,
      json: {
        run_id: runId,
        datasets: [
          { tags: [{ key: 'mlflow.data.context', value: context }], dataset: { ...dataset, source_type: sourceType } },
        ],
      },
      repeatable: true,
    });
  }

  /** Throws `mlflow_unavailable` unless the server answers. */
  async ping(): Promise<void> {
    const answer = await this.http.call({ method: 'GET', path: '/health' });
    if (answer.refusal !== undefined) {
      throw new PipelineError('mlflow_unavailable', `MLflow answered its health check with ${answer.status}`);
    }
    // Health is told to everybody: a wrong password shows elsewhere.
    const query = { experiment_id: '0' };
    const { status } = await this.http.call({ method: 'GET', path: `${API}/experiments/get`, query });
    if (status === 401) throw new PipelineError('mlflow_rejected', 'MLflow does not know us: 401 Unauthorized');
  }

  private async experimentByName(name: string): Promise<string | undefined> {
    const found = await this.http.jsonIfExists<{ experiment: { experiment_id: string; lifecycle_stage: string } }>({
      method: 'GET',
      path: `${API}/experiments/get-by-name`,
      query: { experiment_name: name },
      repeatable: true,
    });
    if (found?.experiment.lifecycle_stage === 'deleted') {
      throw new PipelineError(
        'mlflow_rejected',
        `MLflow's experiment "${name}" is deleted: restore it or name another`,
      );
    }
    return found?.experiment.experiment_id;
  }
}
