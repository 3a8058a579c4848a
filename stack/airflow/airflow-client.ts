import { PIPELINE_DAG_ID } from '@trademaster/contracts';

const TIMEOUT_MS = 30_000;

export interface DagRun {
  dag_run_id: string;
  state: 'queued' | 'running' | 'success' | 'failed';
  queued_at: string;
  end_date: string | null;
}

export interface TaskInstance {
  task_id: string;
  map_index: number;
  state: string | null;
  rendered_map_index: string | null;
  /** When the scheduler last took it up; for a deferred task, when its trigger's event was written. */
  scheduled_when: string;
}

/** Our DAG over Airflow's REST API. */
export class AirflowClient {
  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Throws when Airflow does not answer or refuses the login. */
  static async login(url: string, username: string, password: string): Promise<AirflowClient> {
    const answer = await fetch(`${url}/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) throw new Error(`Airflow refused the login: ${answer.status}`);
    return new AirflowClient(url, ((await answer.json()) as { access_token: string }).access_token);
  }

  /** Returns the DAG run's id. */
  async trigger(conf: object): Promise<string> {
    const run = await this.call<DagRun>('POST', `dags/${PIPELINE_DAG_ID}/dagRuns`, { logical_date: null, conf });
    return run.dag_run_id;
  }

  run(runId: string): Promise<DagRun> {
    return this.get(`dags/${PIPELINE_DAG_ID}/dagRuns/${encodeURIComponent(runId)}`);
  }

  async tasks(runId: string): Promise<TaskInstance[]> {
    const path = `dags/${PIPELINE_DAG_ID}/dagRuns/${encodeURIComponent(runId)}/taskInstances`;
    return (await this.get<{ task_instances: TaskInstance[] }>(path)).task_instances;
  }

  async xcom<T>(runId: string, taskId: string, key = 'return_value'): Promise<T> {
    const run = `dags/${PIPELINE_DAG_ID}/dagRuns/${encodeURIComponent(runId)}`;
    return (await this.get<{ value: T }>(`${run}/taskInstances/${taskId}/xcomEntries/${key}`)).value;
  }

  get<T>(path: string): Promise<T> {
    return this.call('GET', path);
  }

  private async call<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.url}/api/v2/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`Airflow answered ${answer.status} to ${method} ${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}
