/** A run as MLflow's REST API shows it, read without our own client. */
export interface LoggedRun {
  status: string;
  params: Record<string, string>;
  metrics: Record<string, number>;
  tags: Record<string, string>;
  datasetInputs: { name: string; digest: string }[];
  runId: string;
  experimentId: string;
}

interface RestRun {
  info: { run_id: string; experiment_id: string; status: string };
  data: { params?: KeyValue<string>[]; metrics?: KeyValue<number>[]; tags?: KeyValue<string>[] };
  inputs?: { dataset_inputs?: { dataset: { name: string; digest: string } }[] };
}

interface KeyValue<T> {
  key: string;
  value: T;
}

export class MlflowReader {
  constructor(private readonly trackingUri: string) {}

  async run(runId: string): Promise<LoggedRun> {
    const { run } = await this.get<{ run: RestRun }>(`runs/get?run_id=${runId}`);
    return logged(run);
  }

  async runsOfRequest(requestId: string): Promise<LoggedRun[]> {
    const { experiments } = await this.post<{ experiments: { experiment_id: string }[] }>('experiments/search', {
      max_results: 100,
    });
    const { runs = [] } = await this.post<{ runs?: RestRun[] }>('runs/search', {
      experiment_ids: experiments.map((experiment) => experiment.experiment_id),
      filter: `tags.\`trademaster.request_id\` = '${requestId}'`,
      max_results: 1000,
    });
    return runs.map(logged);
  }

  async artifactPaths(runId: string, folder = ''): Promise<string[]> {
    const { files = [] } = await this.get<{ files?: { path: string; is_dir: boolean }[] }>(
      `artifacts/list?run_id=${runId}&path=${folder}`,
    );
    const paths: string[] = [];
    for (const file of files) paths.push(...(file.is_dir ? await this.artifactPaths(runId, file.path) : [file.path]));
    return paths;
  }

  private get<T>(path: string): Promise<T> {
    return this.call(path, {});
  }

  private post<T>(path: string, body: object): Promise<T> {
    return this.call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  private async call<T>(path: string, init: RequestInit): Promise<T> {
    const response = await fetch(`${this.trackingUri}/api/2.0/mlflow/${path}`, init);
    if (!response.ok) throw new Error(`MLflow answered ${response.status} to ${path}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}

function logged({ info, data, inputs }: RestRun): LoggedRun {
  return {
    runId: info.run_id,
    experimentId: info.experiment_id,
    status: info.status,
    params: byKey(data.params),
    metrics: byKey(data.metrics),
    tags: byKey(data.tags),
    datasetInputs: (inputs?.dataset_inputs ?? []).map(({ dataset }) => ({
      name: dataset.name,
      digest: dataset.digest,
    })),
  };
}

function byKey<T>(pairs: KeyValue<T>[] = []): Record<string, T> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}
