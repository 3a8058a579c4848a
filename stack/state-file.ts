import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { STATE_FILE } from './paths';
import { endProcess, type ManagedProcess } from './processes/managed-process';
import { isRunning, type ProcessIdentity } from './processes/process-identity';
import type { Say } from './provision/provision-step';

/** What `npm start` runs and where: for the command line, and for the next start if this one is killed. */
export interface StackState {
  launcher: ProcessIdentity;
  /** The launcher and the commands that it was started by: when one of them is gone, nobody holds it any more. */
  lineage: ProcessIdentity[];
  /** In the order in which they have to stop. */
  processes: (ProcessIdentity & { name: string; stopSignal: NodeJS.Signals })[];
  /** Addresses, named like the environment variables that they stand for. */
  env: Record<string, string>;
  /** Health of each service, by name. */
  urls: Record<string, string>;
}

export function readState(): StackState | undefined {
  if (!existsSync(STATE_FILE)) return undefined;
  return JSON.parse(readFileSync(STATE_FILE, 'utf8')) as StackState;
}

/** Replaces the file as a whole: a reader never sees half of it. It holds the database's password. */
export function writeState(state: StackState): void {
  mkdirSync(dirname(STATE_FILE), { recursive: true });
  const unfinished = `${STATE_FILE}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, STATE_FILE);
}

export function removeState(): void {
  rmSync(STATE_FILE, { force: true });
}

/** How the next launcher will find a process, and end it. */
export function recordOf({ spec, identity }: ManagedProcess): StackState['processes'][number] {
  return { name: spec.name, ...identity, stopSignal: spec.stopSignal ?? 'SIGTERM' };
}

/** Ends what a launcher that was killed left behind. Processes are found by number and start, never by name. */
export async function endAbandoned(state: Pick<StackState, 'processes'>, say: Say): Promise<void> {
  const alive = state.processes.filter((process) => isRunning(process));
  if (alive.length > 0) say(`stopping what an earlier start left behind: ${alive.map(({ name }) => name).join(', ')}`);
  for (const process of alive) await endProcess(process, process.stopSignal);
}
