import { call } from './http';

/** The WebUI's workflow symbols, docs/webui-contract.md. */
export interface WorkflowLink {
  dag_id: string;
  is_active: boolean;
  timezone: string;
  session_start: string | null;
  session_end: string | null;
  allow_weekend: boolean;
  schedule_interval: string | null;
  config: Record<string, unknown> | null;
}

export interface WorkflowSymbol {
  symbol: string;
  name: string | null;
  enabled: boolean;
  priority: number;
  workflows: WorkflowLink[];
}

export type SymbolChange = Partial<Omit<WorkflowSymbol, 'symbol'>>;

const SYMBOLS = '/api/workflow-symbols/';
const one = (symbol: string) => `${SYMBOLS}${encodeURIComponent(symbol)}`;

export const symbolsApi = {
  list: (signal?: AbortSignal) => call<WorkflowSymbol[]>(SYMBOLS, { signal }),
  add: (symbol: WorkflowSymbol) => call<WorkflowSymbol>(SYMBOLS, { method: 'POST', body: symbol }),
  change: (symbol: string, change: SymbolChange) =>
    call<WorkflowSymbol>(one(symbol), { method: 'PATCH', body: change }),
};
