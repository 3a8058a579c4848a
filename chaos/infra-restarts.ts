import { setTimeout as sleep } from 'node:timers/promises';
import { type ManagedProcess, startProcess } from '../stack/processes/managed-process';
import { waitUntil } from '../stack/processes/wait-until';

const DOWN_MS = 2000;

/** Kafka, PostgreSQL and MLflow, which can be restarted where they stand: same ports, same data. */
export class InfraRestarts {
  /** When the last restart was over, milliseconds since the epoch. */
  overAt = 0;
  private readonly current = new Map<string, ManagedProcess>();

  constructor(
    processes: readonly ManagedProcess[],
    private readonly answers: Record<string, () => Promise<boolean>>,
  ) {
    for (const process of processes) this.current.set(process.spec.name, process);
  }

  get names(): string[] {
    return [...this.current.keys()];
  }

  /** PostgreSQL is asked to end, the others are killed. Returns when it answers again. */
  async restart(name: string): Promise<void> {
    const process = this.current.get(name) as ManagedProcess;
    if (name === 'postgres') await process.stop();
    else await process.kill();
    await sleep(DOWN_MS);
    this.current.set(name, await startProcess(process.spec));
    await waitUntil(() => this.answers[name]?.(), { what: `${name} to be back`, timeoutMs: 120_000, everyMs: 200 });
    this.overAt = Date.now();
  }

  async stop(): Promise<void> {
    for (const name of ['mlflow', 'kafka', 'postgres']) await this.current.get(name)?.stop();
  }
}
