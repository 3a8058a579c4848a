import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ManagedProcess, ProcessSpec } from '../processes/managed-process';
import { pythonEnv } from '../processes/python-env';
import { runCommand } from '../processes/run-command';
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

/**
 * What `mlflow server --waitress-opts` starts in the end, with the variables that it sets (mlflow/server/__init__.py,
 * 3.17.2: pinned). Its command reads all of MLflow twice, in two processes: 8 CPU-seconds and 245 MB more. Why not
 * uvicorn: docs/decisions/0013.
 */
const SERVE = ['-m', 'waitress', '--threads=8', '--connection-limit=1000', '--asyncore-use-poll'];
const APP = 'mlflow.server:app';

/** Starts an MLflow tracking server on loopback: runs in SQLite, artifacts in files. */
export async function startMlflow(options: MlflowOptions): Promise<MlflowServer> {
  const { python, dataDir, port, logFile, emptyDatabase, onSpawn } = options;
  const artifacts = join(dataDir, 'artifacts');
  const database = join(dataDir, 'mlflow.db');
  mkdirSync(artifacts, { recursive: true });
  if (!existsSync(database)) copyFileSync(emptyDatabase, database);
  await keepWriteAheadLog(python, database);
  const url = `http://127.0.0.1:${port}`;
  const spec: ProcessSpec = {
    name: 'mlflow',
    command: python,
    args: [...SERVE, `--listen=127.0.0.1:${port}`, APP],
    env: {
      ...pythonEnv(),
      _MLFLOW_SERVER_FILE_STORE: `sqlite:///${database}`,
      _MLFLOW_SERVER_ARTIFACT_ROOT: 'mlflow-artifacts:/',
      _MLFLOW_SERVER_ARTIFACT_DESTINATION: artifacts,
      _MLFLOW_SERVER_SERVE_ARTIFACTS: 'true',
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

/** SQLite then syncs to disk once a transaction instead of several times, and readers do not wait for the writer. */
async function keepWriteAheadLog(python: string, database: string): Promise<void> {
  const script =
    'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("PRAGMA journal_mode=WAL").fetchone()[0])';
  const { code, stdout, stderr } = await runCommand(python, ['-c', script, database], { env: pythonEnv() });
  if (code !== 0 || stdout.trim() !== 'wal')
    throw new Error(`${database} keeps no write-ahead log: ${stdout}${stderr}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
