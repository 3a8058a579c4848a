import { PipelineError } from '@trademaster/errors';
import type { MlflowClient } from './mlflow-client';
import type { MlflowRun } from './mlflow-run';

/** What never changes about a run. */
export type RunLocation = Pick<MlflowRun, 'runId' | 'experimentId' | 'artifactUri'>;

const REMEMBERED = 1000;

/** Where runs and their artifacts are: asked of MLflow once each, and remembered for the newest thousand. */
export class RunLocations {
  private readonly known = new Map<string, Promise<RunLocation>>();

  constructor(private readonly mlflow: Pick<MlflowClient, 'getRun'>) {}

  /** Throws `mlflow_rejected` where MLflow has no such run, and as `getRun`; after an error it is asked again. */
  of(runId: string): Promise<RunLocation> {
    const known = this.known.get(runId);
    if (known !== undefined) return known;
    const asked = this.ask(runId);
    this.known.set(runId, asked);
    asked.catch(() => this.known.delete(runId));
    for (const oldest of this.known.keys()) {
      if (this.known.size <= REMEMBERED) break;
      this.known.delete(oldest);
    }
    return asked;
  }

  private async ask(runId: string): Promise<RunLocation> {
    const run = await this.mlflow.getRun(runId);
    if (!run) throw new PipelineError('mlflow_rejected', `MLflow has no run ${runId}`);
    const { experimentId, artifactUri } = run;
    return { runId, experimentId, artifactUri };
  }
}
