import { PipelineError } from '@trademaster/errors';
import type { ArtifactOwner } from './artifact-store';
import { rootOfFact } from './fact-path';
import type { MlflowClient } from './mlflow-client';
import type { MlflowRun } from './mlflow-run';

/** What never changes about a run. */
type RunLocation = Pick<MlflowRun, 'experimentId' | 'artifactUri'>;

const REMEMBERED = 1000;

/** Where runs keep their artifacts: asked of MLflow once each, and remembered for the newest thousand. */
export class RunLocations {
  private readonly known = new Map<string, Promise<RunLocation>>();

  constructor(private readonly mlflow: Pick<MlflowClient, 'getRun'>) {}

  /** A run as MLflow has just told it: nobody has to ask for it again. */
  remember({ runId, experimentId, artifactUri }: Pick<MlflowRun, 'runId' | keyof RunLocation>): void {
    void this.keep(runId, Promise.resolve({ experimentId, artifactUri }));
  }

  /**
   * `mlflow-artifacts:/<experiment>/<run>/artifacts`; an experiment may keep its artifacts elsewhere. Throws
   * `mlflow_rejected` where the experiment has no such run, and as `getRun`; after an error it is asked again.
   */
  async rootOf({ experimentId, runId, beside }: ArtifactOwner): Promise<string> {
    const besides = beside && rootOfFact(beside.uri);
    if (besides?.includes(`/${runId}/`)) return besides;
    const location = await (this.known.get(runId) ?? this.keep(runId, this.ask(runId)));
    if (location.experimentId === experimentId) return location.artifactUri;
    throw new PipelineError('mlflow_rejected', `experiment ${experimentId} of MLflow has no run ${runId}`);
  }

  private keep(runId: string, location: Promise<RunLocation>): Promise<RunLocation> {
    this.known.set(runId, location);
    location.catch(() => this.known.delete(runId));
    for (const oldest of this.known.keys()) {
      if (this.known.size <= REMEMBERED) break;
      this.known.delete(oldest);
    }
    return location;
  }

  private async ask(runId: string): Promise<RunLocation> {
    const run = await this.mlflow.getRun(runId);
    if (!run) throw new PipelineError('mlflow_rejected', `MLflow has no run ${runId}`);
    const { experimentId, artifactUri } = run;
    return { experimentId, artifactUri };
  }
}
