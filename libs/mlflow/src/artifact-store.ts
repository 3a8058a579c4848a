/** Points at immutable bytes; the same shape as the contracts' ArtifactRef. */
export interface ArtifactRef {
  /** `mlflow-artifacts:/<experiment>/<run>/artifacts/<path>` */
  uri: string;
  /** Hex. */
  sha256: string;
  bytes: number;
}

/** Whose artifact it is. */
export interface ArtifactOwner {
  experimentId: string;
  runId: string;
  /** Another artifact of the same run: where it is, this one goes, and nobody has to ask MLflow. */
  beside?: Pick<ArtifactRef, 'uri'>;
}

/**
 * Bytes that nobody changes. Implemented on MLflow and by a fake in libs/testkit; both pass the same suite.
 * Errors: `mlflow_unavailable` (retryable), `mlflow_rejected`.
 */
export interface ArtifactStore {
  /**
   * Keeps bytes under a name that says what they are and which (`bars.json` → `facts/bars-<sha12>.json`); the same
   * bytes again are the same artifact. Strings are kept as UTF-8.
   */
  put(owner: ArtifactOwner, name: string, bytes: Uint8Array | string, contentType?: string): Promise<ArtifactRef>;
  /** Throws `artifact_not_found`, and `artifact_corrupt` for bytes other than the reference says. */
  get(ref: ArtifactRef): Promise<Buffer>;
  /** Where people and programs can fetch it. */
  httpUrlOf(ref: Pick<ArtifactRef, 'uri'>): string;
}
