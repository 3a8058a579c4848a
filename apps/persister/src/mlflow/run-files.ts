import { artifactOwner, type RunContext } from '@trademaster/contracts';
import type { MlflowArtifacts, RunLocations } from '@trademaster/mlflow';

/** Files at the paths that people and programs look at in an MLflow run. */
export class RunFiles {
  constructor(
    private readonly locations: Pick<RunLocations, 'rootOf'>,
    private readonly artifacts: Pick<MlflowArtifacts, 'put'>,
  ) {}

  /** Overwrites. Errors: those of MLflow. */
  async put(run: RunContext, path: string, bytes: Uint8Array, contentType?: string): Promise<void> {
    await this.artifacts.put(await this.locations.rootOf(artifactOwner(run)), path, bytes, contentType);
  }
}
