import type { RunContext } from '@trademaster/contracts';
import { type Bar, encodeBars } from '@trademaster/engine';
import { exampleRunContext, InMemoryArtifactStore, quickConfig, snapshotOf, walkingBars } from '@trademaster/testkit';
import { doEngineJob, type EngineJob, type ResultOf } from '../src/training/engine-job';
import type { EngineRunner, JobHooks } from '../src/training/engine-workers';
import { TrainingService } from '../src/training/training.service';

/** Does the engine's jobs on the calling thread, and remembers them. */
export class InlineEngine implements EngineRunner {
  readonly jobs: EngineJob[] = [];

  run<J extends EngineJob>(job: J, { onEpoch, signal }: JobHooks): Promise<ResultOf<J>> {
    this.jobs.push(job);
    return Promise.resolve().then(() => {
      signal.throwIfAborted();
      return doEngineJob(job, (progress) => onEpoch?.(progress)) as ResultOf<J>;
    });
  }
}

/** A run whose bars are in a store, and a trainer that works on them. */
export async function trainerUnderTest(overrides: Partial<RunContext> = {}, bars: readonly Bar[] = walkingBars(260)) {
  const store = new InMemoryArtifactStore();
  const engine = new InlineEngine();
  const described = exampleRunContext({ config: quickConfig(), ...overrides });
  const owner = { experimentId: described.experiment_id, runId: described.run_id };
  const snapshot = await store.put(owner, 'bars.json', encodeBars(bars));
  const run: RunContext = { ...described, bars: snapshotOf(bars, snapshot) };
  return { store, engine, run, bars, service: new TrainingService(store, engine) };
}
