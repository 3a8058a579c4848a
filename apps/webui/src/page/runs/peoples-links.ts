import type { ArtifactRef } from '@trademaster/contracts';
import { MlflowArtifacts } from '@trademaster/mlflow';

/** Addresses in MLflow that people can open. */
export class PeoplesLinks {
  private readonly artifacts: MlflowArtifacts;

  /** `mlflowUrl`: as browsers reach it. */
  constructor(private readonly mlflowUrl: string) {
    this.artifacts = new MlflowArtifacts({ trackingUri: mlflowUrl });
  }

  artifact({ uri }: Pick<ArtifactRef, 'uri'>): string {
    return this.artifacts.httpUrlOf(uri);
  }

  run(experimentId: string, runId: string): string {
    return `${this.mlflowUrl}/#/experiments/${experimentId}/runs/${runId}`;
  }
}
