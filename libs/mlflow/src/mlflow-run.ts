export const MLFLOW_RUN_STATUSES = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'] as const;
export type MlflowRunStatus = (typeof MLFLOW_RUN_STATUSES)[number];

/** A run as MLflow tells it. */
export interface MlflowRun {
  runId: string;
  experimentId: string;
  runName: string;
  status: MlflowRunStatus;
  /** Milliseconds since 1970. */
  startTime: number;
  endTime?: number;
  /** Root of its artifacts: `mlflow-artifacts:/<experiment>/<run>/artifacts` when the server serves them. */
  artifactUri: string;
  params: Record<string, string>;
  /** The newest value of each. */
  metrics: Record<string, number>;
  tags: Record<string, string>;
  datasets: { name: string; digest: string; context?: string }[];
}

interface KeyValue<T> {
  key: string;
  value: T;
}

/** The wire's shape; lists that are empty are left out by MLflow. */
export interface RunOnTheWire {
  info: {
    run_id: string;
    experiment_id: string;
    run_name?: string;
    status: MlflowRunStatus;
    start_time: number;
    end_time?: number;
    artifact_uri: string;
  };
  data?: { params?: KeyValue<string>[]; metrics?: KeyValue<number | string>[]; tags?: KeyValue<string>[] };
  inputs?: {
    dataset_inputs?: { dataset: { name: string; digest: string }; tags?: KeyValue<string>[] }[];
  };
}

export function runFromTheWire({ info, data, inputs }: RunOnTheWire): MlflowRun {
  return {
    runId: info.run_id,
    experimentId: info.experiment_id,
    runName: info.run_name ?? '',
    status: info.status,
    startTime: Number(info.start_time),
    ...(info.end_time === undefined ? {} : { endTime: Number(info.end_time) }),
    artifactUri: info.artifact_uri,
    params: recordOf(data?.params ?? []),
    metrics: recordOf((data?.metrics ?? []).map(({ key, value }) => ({ key, value: Number(value) }))),
    tags: recordOf(data?.tags ?? []),
    datasets: (inputs?.dataset_inputs ?? []).map(({ dataset, tags }) => {
      const context = tags?.find(({ key }) => key === 'mlflow.data.context')?.value;
      return { name: dataset.name, digest: dataset.digest, ...(context === undefined ? {} : { context }) };
    }),
  };
}

function recordOf<T>(pairs: KeyValue<T>[]): Record<string, T> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}
