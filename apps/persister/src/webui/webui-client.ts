import { PipelineError } from '@trademaster/errors';
import type { WebuiArtifact } from './webui-artifacts';
import { wellFormed } from './well-formed';

/** One worker with blocking calls: a shorter patience gives up on a healthy backend. */
const TIMEOUT_MS = 30_000;
/** Most rows of one look-up; a run has three. */
const LIMIT = 1000;

/** What tells a run's artifacts apart in a backend that knows no idempotency. */
export interface StoredArtifact {
  id: number;
  type: string;
  step_name: string | null;
}

/** What a run's artifacts are found by. */
export type ArtifactsOfRun = Pick<WebuiArtifact, 'execution_id' | 'symbol' | 'run_id'>;

/**
 * Artifacts of the WebUI. Errors: `webui_unavailable` (retryable) for no answer and 5xx: the row may have been stored
 * all the same, so look it up before posting again; `webui_rejected` for 4xx.
 */
export class WebuiClient {
  constructor(
    private readonly baseUrl: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  /** `run_id` is no filter of the backend. */
  async ofRun({ execution_id, symbol, run_id }: ArtifactsOfRun): Promise<StoredArtifact[]> {
    const query = new URLSearchParams({ execution_id, symbol, limit: String(LIMIT) });
    const { artifacts } = (await this.call('GET', `/api/artifacts/?${query.toString()}`)) as {
      artifacts: (StoredArtifact & { run_id: string | null })[];
    };
    return artifacts.filter((row) => row.run_id === run_id);
  }

  async create(artifact: WebuiArtifact): Promise<void> {
    await this.call('POST', '/api/artifacts/', wellFormed(artifact));
  }

  async remove(id: number): Promise<void> {
    await this.call('DELETE', `/api/artifacts/${id}`, undefined, [404]);
  }

  private async call(method: string, path: string, body?: object, alsoFine: number[] = []): Promise<unknown> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.baseUrl + path, {
        method,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { ...this.headers, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      text = await response.text();
    } catch (cause) {
      throw new PipelineError('webui_unavailable', `the WebUI did not answer ${method} ${path}`, { cause });
    }
    if (response.ok) return text === '' ? undefined : (JSON.parse(text) as unknown);
    if (alsoFine.includes(response.status)) return undefined;
    const code = response.status >= 500 ? 'webui_unavailable' : 'webui_rejected';
    throw new PipelineError(code, `the WebUI answered ${response.status} to ${method} ${path}: ${text.slice(0, 300)}`);
  }
}
