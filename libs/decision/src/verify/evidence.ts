import { type EventData, type EventType, type PipelineEvent, type RunContext, sha256Hex } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import type { Manifest } from '@trademaster/manifest';
import {
  type ArtifactRef,
  type ArtifactStore,
  factPath,
  type MlflowArtifacts,
  type MlflowRun,
} from '@trademaster/mlflow';

export type StoredRun = Pick<MlflowRun, 'runId' | 'experimentId' | 'artifactUri' | 'tags'>;

/** What is said of bytes that are not there. */
export const MISSING = 'missing';

/**
 * What is stored about a run, for doing its work again. As a store it reads what there is, and keeps nothing: what is
 * made again gets the reference that it would have, so that it can be compared.
 */
export class Evidence implements Pick<ArtifactStore, 'get' | 'put'> {
  private readonly read = new Map<string, Promise<Buffer | undefined>>();

  constructor(
    readonly run: StoredRun,
    readonly manifest: Manifest,
    private readonly artifacts: Pick<MlflowArtifacts, 'get'>,
  ) {}

  /** Errors: MLflow's. */
  bytesAt(uri: string): Promise<Buffer | undefined> {
    const reading = this.read.get(uri) ?? this.artifacts.get(uri);
    this.read.set(uri, reading);
    return reading;
  }

  async sha256At(uri: string): Promise<string> {
    const bytes = await this.bytesAt(uri);
    return bytes === undefined ? MISSING : sha256Hex(bytes);
  }

  /** Of a path that people know: `report.html`. */
  uriOf(path: string): string {
    return `${this.run.artifactUri.replace(/^mlflow-artifacts:\/+/, 'mlflow-artifacts:/')}/${path}`;
  }

  /** Throws `artifact_not_found` when the manifest does not list it. */
  refOf(name: string): ArtifactRef {
    const listed = [...this.manifest.inputs, ...this.manifest.outputs].find((artifact) => artifact.name === name);
    if (listed) return listed.artifact;
    throw new PipelineError('artifact_not_found', `the manifest lists no ${name}`);
  }

  lists(name: string): boolean {
    return [...this.manifest.inputs, ...this.manifest.outputs].some((artifact) => artifact.name === name);
  }

  /** The stored event; whether its bytes are the right ones is checked apart. Throws `artifact_not_found`. */
  async event<K extends EventType>(type: K): Promise<PipelineEvent<EventData[K]>> {
    const entry = this.manifest.events.find((event) => event.type === type);
    const bytes = entry && (await this.bytesAt(entry.artifact.uri));
    if (bytes === undefined) throw new PipelineError('artifact_not_found', `the event ${type} is not stored`);
    return JSON.parse(bytes.toString('utf8')) as PipelineEvent<EventData[K]>;
  }

  /** Undefined unless its bytes are the ones that the manifest says. */
  async eventIfIntact<K extends EventType>(type: K): Promise<PipelineEvent<EventData[K]> | undefined> {
    const entry = this.manifest.events.find((event) => event.type === type);
    if (entry === undefined || (await this.sha256At(entry.artifact.uri)) !== entry.artifact.sha256) return undefined;
    return this.event(type);
  }

  async context(): Promise<RunContext> {
    return (await this.event('symbol.resolved')).data.run;
  }

  /** As ArtifactStore: refuses bytes other than the reference says. */
  async get(ref: ArtifactRef): Promise<Buffer> {
    const bytes = await this.bytesAt(ref.uri);
    if (bytes === undefined) throw new PipelineError('artifact_not_found', `there is no artifact ${ref.uri}`);
    if (sha256Hex(bytes) === ref.sha256) return bytes;
    throw new PipelineError('artifact_corrupt', `${ref.uri} has sha256 ${sha256Hex(bytes)}, expected ${ref.sha256}`);
  }

  put(_owner: unknown, name: string, content: Uint8Array | string): Promise<ArtifactRef> {
    const bytes = Buffer.from(content);
    const sha256 = sha256Hex(bytes);
    return Promise.resolve({ uri: this.uriOf(factPath(name, sha256)), sha256, bytes: bytes.length });
  }
}
