import type { RunContext } from './run-context.dto';

/** Whose artifacts a resolved run's stages write: its own, beside the bars that it was resolved with. */
export function artifactOwner(run: RunContext) {
  return { experimentId: run.experiment_id, runId: run.run_id, beside: run.bars.artifact };
}
