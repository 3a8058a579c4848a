import { asPipelineError, PipelineError } from '@trademaster/errors';
import { parse, type SkippedSymbol } from '@trademaster/contracts';
import { WorkflowSymbol } from './workflow-symbol.dto';

/** The existing backend has one worker with blocking calls: shorter time-outs give up on a healthy one. */
const TIMEOUT_MS = 30_000;

export interface ListedSymbols {
  rows: WorkflowSymbol[];
  /** Rows that are not what a row has to be, by name where they have one. */
  junk: SkippedSymbol[];
}

/**
 * The WebUI's symbols. Errors: `webui_unavailable` (retryable) when it does not answer or answers 5xx,
 * `webui_rejected` for any other answer than the contract's.
 */
export class WorkflowSymbolsClient {
  constructor(
    private readonly baseUrl: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  /** Every enabled symbol. Rows are validated one by one: one bad row never hides the others. */
  async listEnabled(): Promise<ListedSymbols> {
    const { body } = await this.get('/api/workflow-symbols/?enabled_only=true');
    if (!Array.isArray(body))
      throw new PipelineError('webui_rejected', 'the WebUI did not answer with a list of symbols');
    const rows: WorkflowSymbol[] = [];
    const junk: SkippedSymbol[] = [];
    for (const plain of body as unknown[]) {
      try {
        rows.push(parse(WorkflowSymbol, plain, { prefix: 'row' }));
      } catch (thrown) {
        junk.push({ symbol: nameOf(plain), reason: `unreadable in the WebUI: ${asPipelineError(thrown).message}` });
      }
    }
    return { rows, junk };
  }

  /** One symbol, or undefined when the WebUI does not list it (404) or could not (400: it takes A–Z only). */
  async find(symbol: string): Promise<WorkflowSymbol | undefined> {
    const { status, body } = await this.get(`/api/workflow-symbols/${encodeURIComponent(symbol)}`, [400, 404]);
    if (status !== 200) return undefined;
    return parse(WorkflowSymbol, body, { prefix: `workflow symbol ${symbol}`, code: 'webui_rejected' });
  }

  private async get(path: string, alsoFine: number[] = []): Promise<{ status: number; body: unknown }> {
    let response: Response;
    try {
      response = await fetch(this.baseUrl + path, {
        headers: this.headers,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (response.ok) return { status: 200, body: await response.json() };
      await response.body?.cancel();
    } catch (cause) {
      throw new PipelineError('webui_unavailable', `the WebUI did not answer GET ${path}`, { cause });
    }
    if (alsoFine.includes(response.status)) return { status: response.status, body: undefined };
    const code = response.status >= 500 ? 'webui_unavailable' : 'webui_rejected';
    throw new PipelineError(code, `the WebUI answered ${response.status} to GET ${path}`);
  }
}

function nameOf(row: unknown): string {
  const symbol = (row as { symbol?: unknown } | null)?.symbol;
  return typeof symbol === 'string' && symbol !== '' ? symbol : '(unnamed)';
}
