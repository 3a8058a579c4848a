import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PIPELINE_DAG_ID } from '@trademaster/contracts';
import { freePort } from '../processes/free-port';
import type { ManagedProcess, ProcessSpec } from '../processes/managed-process';
import { waitUntil } from '../processes/wait-until';
import type { Say } from '../provision/provision-step';
import { provisionToolchain } from '../provision/toolchain';
import { SupervisedProcess } from '../services/supervised-process';
import { AirflowClient } from './airflow-client';
import { airflowDatabase, migrateAirflow } from './airflow-database';
import { AIRFLOW_USER, airflowEnvironment, secretsOf } from './airflow-settings';

export interface AirflowOptions {
  /** Secrets and task logs, kept between starts. */
  home: string;
  logsDir: string;
  /** Addresses of the running pipeline; on the server of DATABASE_URL Airflow gets a database of its own. */
  pipeline: Record<string, string>;
  wishedPort?: number;
  say: Say;
  /** Ends the start: it throws then. */
  signal?: AbortSignal;
  onSpawn?: (process: ManagedProcess) => void;
}

/** A real Airflow that has our DAG. */
export interface Airflow {
  url: string;
  user: string;
  password: string;
  python: string;
  /** What `airflow` commands need to act on this Airflow. */
  env: Record<string, string>;
  /** The running process of a component; another one after a restart. */
  processOf(component: AirflowComponent): ManagedProcess;
  stop(): Promise<void>;
}

const COMPONENTS = {
  'api-server': ['api-server', '--host', '127.0.0.1', '--workers', '1'],
  scheduler: ['scheduler', '--skip-serve-logs'],
  'dag-processor': ['dag-processor'],
  triggerer: ['triggerer', '--skip-serve-logs'],
} as const;
export type AirflowComponent = keyof typeof COMPONENTS;

const READY_WITHIN_MS = 240_000;
const STOP_WITHIN_MS = 15_000;

/**
 * Provisions and starts API server, scheduler, DAG processor and triggerer; each is started again when it ends by
 * itself. Returns when the DAG can be triggered. When one cannot start, the others are stopped before it throws.
 */
export async function startAirflow(options: AirflowOptions): Promise<Airflow> {
  const { home, logsDir, pipeline, say, onSpawn } = options;
  const { airflowPython: python } = await provisionToolchain({ airflow: true }, say);
  mkdirSync(home, { recursive: true });
  const secrets = secretsOf(home);
  const port = await freePort(options.wishedPort);
  const databaseUrl = await airflowDatabase(pipeline.DATABASE_URL as string);
  const env = airflowEnvironment({ home, port, databaseUrl, pipeline, secrets });
  const processEnv = { ...process.env, ...env };
  await migrateAirflow(python, processEnv);
  const supervised = new Map<AirflowComponent, SupervisedProcess>();
  const stop = async () => void (await Promise.all([...supervised.values()].map((component) => component.stop())));
  const airflow: Airflow = {
    url: `http://127.0.0.1:${port}`,
    user: AIRFLOW_USER,
    password: secrets.password,
    python,
    env,
    processOf: (component) => (supervised.get(component) as SupervisedProcess).process,
    stop,
  };
  try {
    for (const [name, args] of Object.entries(COMPONENTS) as [AirflowComponent, readonly string[]][]) {
      const extra = name === 'api-server' ? ['--port', String(port)] : [];
      const spec: ProcessSpec = {
        name: `airflow-${name}`,
        command: python,
        args: ['-m', 'airflow', ...args, ...extra],
        env: processEnv,
        cwd: home,
        logFile: join(logsDir, `airflow-${name}.log`),
        stopWithinMs: STOP_WITHIN_MS,
        onSpawn,
      };
      supervised.set(name, await SupervisedProcess.start(spec, say));
    }
    await waitUntil(() => hasDag(airflow), {
      what: `Airflow with its DAG (logs: ${logsDir})`,
      timeoutMs: READY_WITHIN_MS,
      everyMs: 500,
      hopeless: () =>
        options.signal?.aborted ? new Error('Airflow was stopped while it started') : gaveUp(supervised),
    });
    return airflow;
  } catch (error) {
    await stop();
    throw error;
  }
}

function gaveUp(supervised: Map<AirflowComponent, SupervisedProcess>): Error | undefined {
  const reason = [...supervised.values()].find((component) => component.gaveUp !== undefined)?.gaveUp;
  return reason === undefined ? undefined : new Error(reason);
}

async function hasDag({ url, user, password }: Airflow): Promise<boolean> {
  try {
    await (await AirflowClient.login(url, user, password)).get(`dags/${PIPELINE_DAG_ID}`);
    return true;
  } catch {
    return false;
  }
}
