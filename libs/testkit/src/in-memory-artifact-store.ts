import { sha256Hex } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { type ArtifactOwner, type ArtifactRef, type ArtifactStore, factPath } from '@trademaster/mlflow';

/** An ArtifactStore that keeps its bytes in memory. `kept` is open, so that a test can look at them or spoil them. */
export class InMemoryArtifactStore implements ArtifactStore {
  /** Bytes by URI. */
  readonly kept = new Map<string, Buffer>();

  put(owner: ArtifactOwner, name: string, bytes: Uint8Array | string): Promise<ArtifactRef> {
    const content = Buffer.from(bytes);
    const sha256 = sha256Hex(content);
    const uri = `mlflow-artifacts:/${owner.experimentId}/${owner.runId}/artifacts/${factPath(name, sha256)}`;
    this.kept.set(uri, content);
    return Promise.resolve({ uri, sha256, bytes: content.length });
  }

  get(ref: ArtifactRef): Promise<Buffer> {
    const content = this.kept.get(ref.uri);
    if (!content) return Promise.reject(new PipelineError('artifact_not_found', `${ref.uri} does not exist`));
    if (sha256Hex(content) !== ref.sha256) {
      return Promise.reject(new PipelineError('artifact_corrupt', `${ref.uri} does not have sha256 ${ref.sha256}`));
    }
    return Promise.resolve(Buffer.from(content));
  }

  httpUrlOf(ref: Pick<ArtifactRef, 'uri'>): string {
    return ref.uri.replace('mlflow-artifacts:/', 'http://127.0.0.1/artifacts/');
  }
}
