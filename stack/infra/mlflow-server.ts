import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ManagedProcess, ProcessSpec } from '../processes/managed-process';
import { startUntilReady } from '../processes/start-until-ready';

export interface MlflowOptions {
  /** The Python of the environment that MLflow is installed in. */
  python: string;
  /** A database with its tables and nothing in them: making one takes MLflow many seconds. */
  emptyDatabase: string;
  /** Database and artifacts, kept between starts. */
  dataDir: string;
  port: number;
  logFile: string;
  onSpawn?: ((process: ManagedProcess) => void) | undefined;
}

export interface MlflowServer {
  process: ManagedProcess;
  url: string;
}

const READY_WITHIN_MS = 300_000;

/** Starts an MLflow tracking server on loopback: runs in SQLite, artifacts in files. */
export async function startMlflow(options: MlflowOptions): Promise<MlflowServer> {
  const { python, dataDir, port, logFile, emptyDatabase, onSpawn } = options;
  const artifacts = join(dataDir, 'artifacts');
  const database = join(dataDir, 'mlflow.db');
  mkdirSync(artifacts, { recursive: true });
  if (!existsSync(database)) copyFileSync(emptyDatabase, database);
  const url = `http://127.0.0.1:${port}`;
  const spec: ProcessSpec = {
    name: 'mlflow',
    command: python,
    args: [
      ...['-m', 'mlflow', 'server', '--host', '127.0.0.1', '--port', String(port), '--workers', '1'],
      ...['--backend-store-uri', `sqlite:///${database}`],
      ...['--artifacts-destination', artifacts, '--serve-artifacts'],
    ],
    env: {
      ...process.env,
      MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
      MLFLOW_DISABLE_TELEMETRY: 'true',
      MLFLOW_TRACKING_URI: undefined,
      PYTHONUNBUFFERED: '1',
      GIT_PYTHON_REFRESH: 'quiet',
    },
    cwd: dataDir,
    logFile,
    onSpawn,
  };
  const server = await startUntilReady(spec, () => answers(`${url}/health`), READY_WITHIN_MS);
  return { process: server, url };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
