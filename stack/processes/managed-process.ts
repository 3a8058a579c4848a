import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertNotInterrupted, remember } from './end-with-signals';
import { identityOf, isRunning, type ProcessIdentity } from './process-identity';
import { waitUntil } from './wait-until';

export interface ProcessSpec {
  name: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Appended to. */
  logFile: string;
  /** Run as somebody else; only root can. */
  user?: { uid: number; gid: number };
  /** What asks it to end: SIGTERM unless told otherwise. */
  stopSignal?: NodeJS.Signals;
  /** How long it may take to end before it is killed. */
  stopWithinMs?: number;
  /** Told as soon as it runs, long before it is ready, so that no way out forgets it. */
  onSpawn?: ((process: ManagedProcess) => void) | undefined;
}

export interface ProcessExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A running child in a session of its own: a Ctrl-C on the terminal reaches the launcher only, which ends it in order. */
export interface ManagedProcess {
  readonly spec: ProcessSpec;
  readonly identity: ProcessIdentity;
  readonly exited: Promise<ProcessExit>;
  /** Set as soon as it has ended. */
  readonly exit: ProcessExit | undefined;
  /** Asks it to end, and kills it when it does not within its time. Resolves when it is gone. */
  stop(): Promise<void>;
  /** SIGKILL, now. Resolves when it is gone. */
  kill(): Promise<void>;
  /** What it wrote since it was started. */
  log(): string;
  /** The end of that, for an error message. */
  lastLines(): string;
}

/** Never equal to the start of a running process. */
const ENDED_AT_ONCE = 'ended at once';
const STOP_WITHIN_MS = 12_000;
const LAST_LINES = 8;
const REST_OF_GROUP_WITHIN_MS = 3_000;

/** Starts a process with its output in a file. Throws when it cannot be started at all. */
export async function startProcess(spec: ProcessSpec): Promise<ManagedProcess> {
  assertNotInterrupted(spec.name);
  mkdirSync(dirname(spec.logFile), { recursive: true });
  const file = openSync(spec.logFile, 'a');
  const logStart = statSync(spec.logFile).size;
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env ?? process.env,
    detached: true,
    stdio: ['ignore', file, file],
    ...spec.user,
  });
  closeSync(file);
  let exit: ProcessExit | undefined;
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('exit', (code, signal) => resolve((exit = { code, signal })));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => reject(new Error(`${spec.name} cannot be started: ${cause.message}`, { cause })));
  });
  const pid = child.pid as number;
  const identity = identityOf(pid) ?? { pid, started: ENDED_AT_ONCE };
  const end = async (signal: NodeJS.Signals, withinMs: number) => {
    if (exit === undefined) await endProcess(identity, signal, withinMs);
    await exited;
  };
  const log = () => readFileSync(spec.logFile).subarray(logStart).toString();
  const managed: ManagedProcess = {
    spec,
    identity,
    exited,
    get exit() {
      return exit;
    },
    stop: () => end(spec.stopSignal ?? 'SIGTERM', spec.stopWithinMs ?? STOP_WITHIN_MS),
    kill: () => end('SIGKILL', STOP_WITHIN_MS),
    log,
    lastLines: () => log().trimEnd().split('\n').slice(-LAST_LINES).join('\n'),
  };
  remember(managed);
  spec.onSpawn?.(managed);
  return managed;
}

/**
 * Ends a process that leads a session of ours, then whatever it left behind in its group; SIGKILL when that takes too
 * long. Works for processes of an earlier launcher, too: the identity is checked before every signal to the leader.
 * Only the leader is asked first, because PostgreSQL's children must not see the signal that stops their parent.
 */
export async function endProcess(
  identity: ProcessIdentity,
  signal: NodeJS.Signals = 'SIGTERM',
  withinMs: number = STOP_WITHIN_MS,
): Promise<void> {
  if (!isRunning(identity)) return;
  process.kill(identity.pid, signal);
  if (!(await happens(() => !isRunning(identity), withinMs)) && isRunning(identity)) {
    process.kill(identity.pid, 'SIGKILL');
    await waitUntil(() => !isRunning(identity), {
      what: `the end of process ${identity.pid}`,
      timeoutMs: STOP_WITHIN_MS,
      everyMs: 50,
    });
  }
  if (!signalGroup(identity.pid, 'SIGTERM')) return;
  if (await happens(() => !signalGroup(identity.pid, 0), REST_OF_GROUP_WITHIN_MS)) return;
  signalGroup(identity.pid, 'SIGKILL');
}

async function happens(ask: () => boolean, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  while (!ask()) {
    if (performance.now() > end) return false;
    await sleep(50);
  }
  return true;
}

/** False when the group has no member left. */
function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
