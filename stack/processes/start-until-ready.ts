import { type ManagedProcess, type ProcessSpec, startProcess } from './managed-process';
import { waitUntil } from './wait-until';

/**
 * Starts a process and waits until it is of use. Throws with the end of its log when it ends before, and when it takes
 * too long; it does not live on then.
 */
export async function startUntilReady(
  spec: ProcessSpec,
  isReady: (process: ManagedProcess) => Promise<boolean> | boolean,
  withinMs: number,
): Promise<ManagedProcess> {
  const process = await startProcess(spec);
  try {
    await waitUntil(() => isReady(process), {
      what: `the start of ${spec.name} (see ${spec.logFile})`,
      timeoutMs: withinMs,
      everyMs: 200,
      hopeless: () =>
        process.exit === undefined ? undefined : new Error(`${spec.name} ended: ${process.lastLines()}`),
    });
    return process;
  } catch (error) {
    await process.stop();
    throw error;
  }
}
