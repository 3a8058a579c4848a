import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STACK_DIR } from '../paths';
import type { ManagedProcess } from '../processes/managed-process';
import { identityOf, isRunning, type ProcessIdentity } from '../processes/process-identity';
import { waitUntil } from '../processes/wait-until';
import type { Say } from '../provision/provision-step';
import { endAbandoned, recordOf, type StackState } from '../state-file';

/** Data of `npm run airflow`: kept between starts. */
export const AIRFLOW_HOME = join(STACK_DIR, 'airflow');
const RECORD = join(AIRFLOW_HOME, 'processes.json');
const STOP_WITHIN_MS = 60_000;

/** What `npm run airflow` runs, for whoever stops the stack, and for the next start if this one is killed. */
interface AirflowRecord extends Pick<StackState, 'processes'> {
  runner: ProcessIdentity;
}

export function writeAirflowRecord(processes: readonly ManagedProcess[]): void {
  mkdirSync(AIRFLOW_HOME, { recursive: true });
  const alive = processes.filter(({ exit }) => exit === undefined).map(recordOf);
  writeFileSync(RECORD, JSON.stringify({ runner: identityOf(process.pid), processes: alive }), { mode: 0o600 });
}

export function removeAirflowRecord(): void {
  rmSync(RECORD, { force: true });
}

/** Stops what `npm run airflow` runs, by itself if it lives, else process by process. */
export async function stopAirflow(say: Say): Promise<void> {
  if (!existsSync(RECORD)) return;
  const record = JSON.parse(readFileSync(RECORD, 'utf8')) as AirflowRecord;
  if (isRunning(record.runner)) {
    process.kill(record.runner.pid, 'SIGTERM');
    const ended = waitUntil(() => !isRunning(record.runner), {
      what: `the end of Airflow (process ${record.runner.pid})`,
      timeoutMs: STOP_WITHIN_MS,
    });
    await ended.catch((error: Error) => say(error.message));
  }
  await endAbandoned(record, say);
  removeAirflowRecord();
}
