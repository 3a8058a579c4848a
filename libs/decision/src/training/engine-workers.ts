import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Evaluation, TrainedMember, TrainingProgress } from '@trademaster/engine';
import { type ErrorCode, PipelineError } from '@trademaster/errors';
import type { EngineJob, ResultOf } from './engine-job';

/** What a worker thread says. Errors lose their class between threads, so their parts travel. */
export type WorkerMessage =
  | { kind: 'epoch'; progress: TrainingProgress }
  | { kind: 'result'; result: TrainedMember | Evaluation }
  | { kind: 'failed'; code: ErrorCode; message: string; field?: string; retryable: boolean; stack?: string };

export interface JobHooks {
  /** Aborting ends the thread and fails the job with `training_cancelled`. */
  signal: AbortSignal;
  onEpoch?: (progress: TrainingProgress) => void;
  /** While the job waits for a thread: the jobs before it go on. */
  onQueueAlive?: () => void;
}

/** Injection token of the EngineRunner. */
export const ENGINE_RUNNER = Symbol('ENGINE_RUNNER');

/** Where the engine's long computations run: beside the event loop, so that Kafka's heartbeats go on. */
export interface EngineRunner {
  run<J extends EngineJob>(job: J, hooks: JobHooks): Promise<ResultOf<J>>;
}

/** At most `threads` jobs at a time, over all runs of this process, each in a thread of its own. */
export class EngineWorkers implements EngineRunner {
  private readonly waiting: { start: () => void; onQueueAlive: JobHooks['onQueueAlive'] }[] = [];
  private free: number;

  constructor(
    threads: number,
    private readonly script = join(__dirname, 'engine.worker.js'),
  ) {
    this.free = threads;
  }

  async run<J extends EngineJob>(job: J, hooks: JobHooks): Promise<ResultOf<J>> {
    await this.takeThread(hooks);
    try {
      return (await this.runInThread(job, hooks)) as ResultOf<J>;
    } finally {
      this.giveThread();
    }
  }

  private takeThread({ onQueueAlive }: JobHooks): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return Promise.resolve();
    }
    return new Promise((start) => this.waiting.push({ start, onQueueAlive }));
  }

  private giveThread(): void {
    const next = this.waiting.shift();
    if (next) next.start();
    else this.free += 1;
  }

  private async runInThread(job: EngineJob, { signal, onEpoch }: JobHooks): Promise<TrainedMember | Evaluation> {
    if (signal.aborted) throw cancelled();
    const worker = new Worker(this.script, { workerData: job });
    const { promise, resolve, reject } = Promise.withResolvers<TrainedMember | Evaluation>();
    const onAbort = () => reject(cancelled());
    signal.addEventListener('abort', onAbort, { once: true });
    worker.on('message', (message: WorkerMessage) => {
      for (const { onQueueAlive } of this.waiting) onQueueAlive?.();
      if (message.kind === 'epoch') onEpoch?.(message.progress);
      else if (message.kind === 'result') resolve(message.result);
      else reject(errorOf(message));
    });
    worker.on('error', (cause) => reject(new PipelineError('internal', 'a worker thread broke down', { cause })));
    worker.on('exit', (code) => reject(new PipelineError('internal', `a worker thread ended early with ${code}`)));
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
      await worker.terminate();
    }
  }
}

function cancelled(): PipelineError {
  return new PipelineError('training_cancelled', 'training was interrupted');
}

function errorOf({ code, message, field, retryable, stack }: WorkerMessage & { kind: 'failed' }): PipelineError {
  const error = new PipelineError(code, message, { field, retryable });
  if (stack !== undefined) error.stack = stack;
  return error;
}
