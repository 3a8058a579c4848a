import { setTimeout as sleep } from 'node:timers/promises';
import { type Airflow, startAirflow } from './airflow/airflow';
import { AIRFLOW_HOME, removeAirflowRecord, stopAirflow, writeAirflowRecord } from './airflow/airflow-record';
import { LOGS_DIR } from './paths';
import type { ManagedProcess } from './processes/managed-process';
import { isRunning } from './processes/process-identity';
import { readState, type StackState } from './state-file';

const USUAL_PORT = 8088;
const say = (line: string) => console.log(line);

/** `npm run airflow`: a real Airflow with our DAG beside the stack that `npm start` runs; ends with it, or by Ctrl-C. */
async function main(): Promise<void> {
  const stack = runningStack();
  await stopAirflow(say);
  const spawned: ManagedProcess[] = [];
  const onSpawn = (process: ManagedProcess) => {
    spawned.push(process);
    writeAirflowRecord(spawned);
  };
  let airflow: Airflow | undefined;
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort(signal));
  say('starting Airflow: API server, scheduler, DAG processor, triggerer');
  try {
    airflow = await startAirflow({
      home: AIRFLOW_HOME,
      logsDir: LOGS_DIR,
      pipeline: pipelineOf(stack),
      wishedPort: USUAL_PORT,
      say,
      onSpawn,
      signal: stop.signal,
    });
    say(describe(airflow));
    while (!stop.signal.aborted) {
      await sleep(500);
      if (!isRunning(stack.launcher)) stop.abort('the stack ended');
    }
    say(`stopping Airflow (${stop.signal.reason})`);
  } finally {
    await airflow?.stop();
    removeAirflowRecord();
  }
}

function runningStack(): StackState {
  const state = readState();
  if (state !== undefined && isRunning(state.launcher) && state.env.WEBUI_BASE_URL) return state;
  throw new Error('the stack does not run (or is still starting): run npm start in another terminal, then this again');
}

/** Airflow's tables go onto the stack's own PostgreSQL, never unasked onto somebody else's. */
function pipelineOf({ env, processes }: StackState): Record<string, string> {
  const own = processes.some(({ name }) => name === 'postgres') ? env.DATABASE_URL : undefined;
  const DATABASE_URL = process.env.AIRFLOW_DATABASE_SERVER ?? own;
  if (DATABASE_URL !== undefined) return { ...env, DATABASE_URL };
  throw new Error(
    'the stack uses a PostgreSQL that it was given. Set AIRFLOW_DATABASE_SERVER=postgres://user:password@host/database: ' +
      'on that server a database "airflow" is made for Airflow',
  );
}

function describe({ url, user, password }: Airflow): string {
  const dag = `${url}/dags/trademaster_autogen_pipeline_workflow`;
  return [
    '\nAirflow is up; it ends with npm start, or with Ctrl-C',
    `  address   ${dag}`,
    `  login     ${user} / ${password}`,
    `  logs      ${LOGS_DIR}`,
  ].join('\n');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
