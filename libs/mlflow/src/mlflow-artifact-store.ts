import { createHash } from 'node:crypto';
import { PipelineError } from '@trademaster/errors';
import type { ArtifactOwner, ArtifactRef, ArtifactStore } from './artifact-store';
import { factPath, rootOfFact } from './fact-path';
import { MlflowArtifacts, normalised } from './mlflow-artifacts';
import { MlflowClient } from './mlflow-client';
import type { MlflowConnection } from './mlflow-http';
import { RunLocations } from './run-locations';

/** Immutable bytes in the runs' artifact roots. */
export class MlflowArtifactStore implements ArtifactStore {
  private readonly artifacts: MlflowArtifacts;
  private readonly runs: RunLocations;

  constructor(connection: MlflowConnection) {
    this.artifacts = new MlflowArtifacts(connection);
    this.runs = new RunLocations(new MlflowClient(connection));
  }

  async put(
    owner: ArtifactOwner,
    name: string,
    content: Uint8Array | string,
    contentType?: string,
  ): Promise<ArtifactRef> {
    const bytes = Buffer.from(content);
    const sha256 = sha256Of(bytes);
    const path = factPath(name, sha256);
    const root = await this.rootOf(owner);
    const uri = `${normalised(root)}/${path}`;
    const stored = await this.artifacts.get(uri);
    // other bytes under a name that has their hash are a write that was cut off: the same write mends it
    if (stored === undefined || sha256Of(stored) !== sha256) await this.artifacts.put(root, path, bytes, contentType);
    return { uri, sha256, bytes: bytes.length };
  }

  async get(ref: ArtifactRef): Promise<Buffer> {
    const bytes = await this.artifacts.get(ref.uri);
    if (bytes === undefined) throw new PipelineError('artifact_not_found', `there is no artifact ${ref.uri}`);
    const sha256 = sha256Of(bytes);
    if (sha256 !== ref.sha256 || bytes.length !== ref.bytes) {
      throw new PipelineError(
        'artifact_corrupt',
        `${ref.uri} has ${bytes.length} bytes with sha256 ${sha256}, expected ${ref.bytes} with ${ref.sha256}`,
      );
    }
    return bytes;
  }

  httpUrlOf({ uri }: Pick<ArtifactRef, 'uri'>): string {
    return this.artifacts.httpUrlOf(uri);
  }

  /** Else asked of MLflow: PUT does not check that the run exists, and an experiment may keep its artifacts elsewhere. */
  private async rootOf({ experimentId, runId, beside }: ArtifactOwner): Promise<string> {
    const known = beside && rootOfFact(beside.uri);
    if (known?.includes(`/${runId}/`)) return known;
    const run = await this.runs.of(runId);
    if (run.experimentId === experimentId) return run.artifactUri;
    throw new PipelineError('mlflow_rejected', `experiment ${experimentId} of MLflow has no run ${runId}`);
  }
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
