import { parentPort, workerData } from 'node:worker_threads';
import { asPipelineError } from '@trademaster/errors';
import { doEngineJob, type EngineJob } from './engine-job';
import type { WorkerMessage } from './engine-workers';

/** A worker thread: does the one job that it was started with, tells about its epochs, and ends. */
function say(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

try {
  const result = doEngineJob(workerData as EngineJob, (progress) => say({ kind: 'epoch', progress }));
  say({ kind: 'result', result });
} catch (thrown) {
  const { code, message, field, retryable, stack } = asPipelineError(thrown);
  say({ kind: 'failed', code, message, field, retryable, stack });
}
