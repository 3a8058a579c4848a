import { setTimeout as sleep } from 'node:timers/promises';
import { type ManagedProcess, type ProcessSpec, startProcess } from '../processes/managed-process';
import type { Say } from '../provision/provision-step';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A process that ran this long was all right: its next end counts as the first. */
const STEADY_AFTER_MS = 60_000;
const GIVE_UP_AFTER = 8;

/** A process that is started again when it ends by itself: after 1, 2, 4 … 30 s, and not for ever. */
export class SupervisedProcess {
  private running: ManagedProcess | undefined;
  private readonly wanted = new AbortController();
  /** Set when it was given up. */
  gaveUp: string | undefined;

  private constructor(
    private readonly spec: ProcessSpec,
    private readonly say: Say,
  ) {}

  static async start(spec: ProcessSpec, say: Say): Promise<SupervisedProcess> {
    const supervised = new SupervisedProcess(spec, say);
    const first = (supervised.running = await startProcess(spec));
    void supervised.keepUp(first);
    return supervised;
  }

  /** The process of the moment; the last one while none runs. */
  get process(): ManagedProcess {
    return this.running as ManagedProcess;
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    this.wanted.abort();
    await this.process.stop();
  }

  private async keepUp(first: ManagedProcess): Promise<void> {
    let process = first;
    for (let failures = 1; ; failures++) {
      const begun = performance.now();
      const { code, signal } = await process.exited;
      if (this.wanted.signal.aborted) return;
      if (performance.now() - begun > STEADY_AFTER_MS) failures = 1;
      const how = `${this.spec.name} ended (${signal ?? `exit code ${code}`})`;
      if (failures > GIVE_UP_AFTER) {
        this.gaveUp = `${how} ${failures} times in a row and is not started again: see ${this.spec.logFile}`;
        return this.say(this.gaveUp);
      }
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
      this.say(`${how}; started again in ${pause / 1000} s, log: ${this.spec.logFile}`);
      if (!(await paused(pause, this.wanted.signal))) return;
      process = this.running = await startProcess(this.spec);
    }
  }
}

/** False when the signal came first. */
async function paused(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}
