import { Inject, Injectable } from '@nestjs/common';
import type { ArtifactRef } from '@trademaster/contracts';
import { asPipelineError } from '@trademaster/errors';
import { ARTIFACT_STORE, type ArtifactStore } from '@trademaster/mlflow';
import { Refusal } from '../../http/refusal';

/** Artifacts for the page: checked, read as what they are, or refused with their name and the reason. */
@Injectable()
export class ArtifactReader {
  constructor(@Inject(ARTIFACT_STORE) private readonly store: Pick<ArtifactStore, 'get'>) {}

  /** Throws 503 while MLflow is away, 502 for bytes that are gone, changed, or not what `read` expects. */
  async read<T>(name: string, ref: ArtifactRef, read: (bytes: Buffer) => T): Promise<T> {
    try {
      return read(await this.store.get(ref));
    } catch (thrown) {
      const { code, message } = asPipelineError(thrown);
      const status = code === 'mlflow_unavailable' ? 503 : 502;
      throw new Refusal(status, `the artifact ${name} cannot be read: ${code}: ${message}`);
    }
  }

  json<T>(name: string, ref: ArtifactRef): Promise<T> {
    return this.read(name, ref, (bytes) => JSON.parse(bytes.toString('utf8')) as T);
  }
}
