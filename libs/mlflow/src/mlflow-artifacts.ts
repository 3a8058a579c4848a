import { PipelineError } from '@trademaster/errors';
import { accepted, type MlflowConnection, MlflowHttp } from './mlflow-http';

export interface ArtifactEntry {
  /** Relative to the run's root. */
  path: string;
  isFolder: boolean;
  /** Of files. */
  bytes?: number;
}

interface FileOnTheWire {
  path: string;
  is_dir: boolean;
  file_size?: number;
}

const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts';
const SCHEME = /^mlflow-artifacts:(?:\/\/[^/]*)?\/+(.+)$/;

/** Artifacts by URI, as the tracking server serves them. Errors as MlflowClient. */
export class MlflowArtifacts {
  private readonly http: MlflowHttp;

  constructor(connection: MlflowConnection) {
    this.http = new MlflowHttp(connection);
  }

  /** `path` under the run's own root. Overwrites. */
  async put(root: string, path: string, bytes: Uint8Array, contentType?: string): Promise<string> {
    const uri = `${normalised(root)}/${path}`;
    const call = { method: 'PUT', path: servedAt(uri), bytes, contentType, repeatable: true } as const;
    accepted(call, await this.http.call(call));
    return uri;
  }

  /** Undefined when there is none. */
  async get(uri: string): Promise<Buffer | undefined> {
    const call = { method: 'GET', path: servedAt(uri), repeatable: true } as const;
    const answer = await this.http.call(call);
    return answer.status === 404 ? undefined : accepted(call, answer).bytes;
  }

  /** What lies directly under `path` of a run. */
  async list(runId: string, path?: string): Promise<ArtifactEntry[]> {
    const found = await this.http.json<{ files?: FileOnTheWire[] }>({
      method: 'GET',
      path: '/api/2.0/mlflow/artifacts/list',
      query: { run_id: runId, ...(path === undefined ? {} : { path }) },
      repeatable: true,
    });
    return (found.files ?? []).map((file) => ({
      path: file.path,
      isFolder: file.is_dir,
      ...(file.file_size === undefined ? {} : { bytes: Number(file.file_size) }),
    }));
  }

  httpUrlOf(uri: string): string {
    return `${this.http.baseUrl}${servedAt(uri)}`;
  }
}

/** Without the server's name, which not everybody reaches it by: `mlflow-artifacts:/1/R/artifacts`. */
function normalised(uri: string): string {
  return `mlflow-artifacts:/${pathOf(uri)}`;
}

function servedAt(uri: string): string {
  return `${ARTIFACTS}/${pathOf(uri).split('/').map(encodeURIComponent).join('/')}`;
}

function pathOf(uri: string): string {
  const path = SCHEME.exec(uri)?.[1];
  if (path === undefined || path.split('/').some((part) => part === '..' || part === '.')) {
    throw new PipelineError(
      'mlflow_rejected',
      `"${uri}" is not served by MLflow: start its server with --serve-artifacts`,
    );
  }
  return path.replace(/\/+$/, '');
}
