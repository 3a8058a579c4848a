import { constants } from 'node:os';

interface Stoppable {
  readonly exited: Promise<unknown>;
  stop(): Promise<void>;
}

const running = new Set<Stoppable>();
let interrupted: NodeJS.Signals | undefined;

/** Remembers a process until it ends. */
export function remember(process: Stoppable): void {
  running.add(process);
  void process.exited.then(() => running.delete(process));
}

/** Throws once everything is being ended: whoever revives what dies stops here. */
export function assertNotInterrupted(name: string): void {
  if (interrupted !== undefined) throw new Error(`${name} is not started: ${interrupted} ends everything`);
}

/**
 * For a command whose work cannot be interrupted between two steps: the first SIGINT, SIGTERM or SIGHUP stops every
 * process that it has started, each in its way, and then the command itself.
 */
export function endWithSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (interrupted !== undefined) return;
      interrupted = signal;
      console.error(`${signal}: stopping ${running.size} processes`);
      void Promise.allSettled([...running].map((one) => one.stop())).then(() =>
        process.exit(128 + constants.signals[signal]),
      );
    });
  }
}
