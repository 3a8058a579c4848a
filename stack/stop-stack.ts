import { stopAirflow } from './airflow/airflow-record';
import { endAbandoned, readState, removeState } from './state-file';
import { isRunning } from './processes/process-identity';
import { waitUntil } from './processes/wait-until';
import type { Say } from './provision/provision-step';

const STOP_WITHIN_MS = 90_000;

/** Stops what `npm start` runs, by its launcher if that lives, else process by process. False when nothing ran. */
export async function stopStack(say: Say): Promise<boolean> {
  const state = readState();
  if (state === undefined) return false;
  if (isRunning(state.launcher)) {
    say(`asking the launcher (process ${state.launcher.pid}) to stop everything`);
    process.kill(state.launcher.pid, 'SIGTERM');
    await waitUntil(() => !isRunning(state.launcher), {
      what: `the end of the launcher (process ${state.launcher.pid})`,
      timeoutMs: STOP_WITHIN_MS,
    });
  }
  await stopAirflow(say);
  await endAbandoned(state, say);
  removeState();
  return true;
}
