import { PIPELINE_DAG_ID } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';

export interface WorkflowLink {
  dag_id: string;
  is_active: boolean;
  config?: Record<string, unknown> | null;
}

export interface WorkflowSymbol {
  symbol: string;
  name?: string | null;
  enabled: boolean;
  priority: number | null;
  workflows: WorkflowLink[];
}

const PATH = '/api/workflow-symbols/';
/** The existing backend has one worker with blocking calls. */
const TIMEOUT_MS = 30_000;

/** The WebUI's list of assigned symbols. Errors: `webui_unavailable`, `webui_rejected` with its own words. */
export class WebuiSymbolsClient {
  constructor(
    private readonly baseUrl: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  async list(): Promise<WorkflowSymbol[]> {
    return (await this.call('GET', PATH)) as WorkflowSymbol[];
  }

  async add(symbol: string, given: { priority: number; name?: string; config?: object }): Promise<WorkflowSymbol> {
    const { priority, name, config } = given;
    const link = { dag_id: PIPELINE_DAG_ID, is_active: true, timezone: 'UTC', allow_weekend: true };
    return (await this.call('POST', PATH, {
      symbol,
      enabled: true,
      priority,
      ...(name === undefined ? {} : { name }),
      workflows: [config === undefined ? link : { ...link, config }],
    })) as WorkflowSymbol;
  }

  async remove(symbol: string): Promise<void> {
    await this.call('DELETE', PATH + encodeURIComponent(symbol));
  }

  private async call(method: string, path: string, body?: object): Promise<unknown> {
    let response: Response;
    try {
      response = await fetch(this.baseUrl + path, {
        method,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { ...this.headers, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      throw new PipelineError('webui_unavailable', `the WebUI at ${this.baseUrl} does not answer`, { cause });
    }
    const text = await response.text();
    if (!response.ok) throw new PipelineError('webui_rejected', `the WebUI answered ${response.status}: ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  }
}
