import { setTimeout as sleep } from 'node:timers/promises';
import { PipelineError } from '@trademaster/errors';
import type { ArtifactOwner, ArtifactRef, ArtifactStore } from './artifact-store';
import { factPath, sha256Of } from './fact-path';
import { MlflowArtifacts } from './mlflow-artifacts';
import { MlflowClient } from './mlflow-client';
import type { MlflowConnection } from './mlflow-http';
import { RunLocations } from './run-locations';

/** How often, and how far apart, an artifact is read before its bytes count as wrong. */
const LOOKS = 3;
const BETWEEN_LOOKS_MS = 50;

/** Immutable bytes in the runs' artifact roots. */
export class MlflowArtifactStore implements ArtifactStore {
  private readonly artifacts: MlflowArtifacts;

  constructor(
    connection: MlflowConnection,
    private readonly runs = new RunLocations(new MlflowClient(connection)),
  ) {
    this.artifacts = new MlflowArtifacts(connection);
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
    const uri = await this.artifacts.put(await this.runs.rootOf(owner), path, bytes, contentType);
    return { uri, sha256, bytes: bytes.length };
  }

  /**
   * MLflow writes a file in place, so who reads while the same bytes are put again, as after a crash, may see a part of
   * them: only bytes that stay wrong are corrupt.
   */
  async get(ref: ArtifactRef): Promise<Buffer> {
    for (let look = 1; ; look += 1) {
      const bytes = await this.artifacts.get(ref.uri);
      if (bytes === undefined) throw new PipelineError('artifact_not_found', `there is no artifact ${ref.uri}`);
      const sha256 = sha256Of(bytes);
      if (sha256 === ref.sha256 && bytes.length === ref.bytes) return bytes;
      if (look === LOOKS) {
        throw new PipelineError(
          'artifact_corrupt',
          `${ref.uri} has ${bytes.length} bytes with sha256 ${sha256}, expected ${ref.bytes} with ${ref.sha256}`,
        );
      }
      await sleep(BETWEEN_LOOKS_MS);
    }
  }

  httpUrlOf({ uri }: Pick<ArtifactRef, 'uri'>): string {
    return this.artifacts.httpUrlOf(uri);
  }
}
