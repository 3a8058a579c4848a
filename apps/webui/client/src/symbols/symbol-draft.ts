import type { WorkflowLink, WorkflowSymbol } from '../api/symbols-api';

/** A link as the form holds it: everything as text or a tick. */
export interface LinkDraft extends Pick<WorkflowLink, 'dag_id' | 'is_active' | 'timezone' | 'allow_weekend'> {
  session_start: string;
  session_end: string;
  schedule_interval: string;
  /** JSON; empty for none. */
  config: string;
}

export interface SymbolDraft {
  symbol: string;
  name: string;
  enabled: boolean;
  priority: string;
  workflows: LinkDraft[];
}

const PIPELINE = 'trademaster_autogen_pipeline_workflow';

export const NEW_LINK: LinkDraft = {
  dag_id: PIPELINE,
  is_active: true,
  timezone: 'America/New_York',
  session_start: '',
  session_end: '',
  allow_weekend: false,
  schedule_interval: '0 9 * * *',
  config: '',
};

export const NEW_SYMBOL: SymbolDraft = { symbol: '', name: '', enabled: true, priority: '0', workflows: [NEW_LINK] };

export function draftOf(symbol: WorkflowSymbol): SymbolDraft {
  return {
    symbol: symbol.symbol,
    name: symbol.name ?? '',
    enabled: symbol.enabled,
    // Rows of other writers may lack it.
    priority: String((symbol.priority as number | null) ?? 0),
    workflows: symbol.workflows.map((link) => ({
      dag_id: link.dag_id,
      is_active: link.is_active,
      timezone: link.timezone,
      session_start: clock(link.session_start),
      session_end: clock(link.session_end),
      allow_weekend: link.allow_weekend,
      schedule_interval: link.schedule_interval ?? '',
      config: link.config === null ? '' : JSON.stringify(link.config, null, 2),
    })),
  };
}

/** `09:30:00` → `09:30`. */
export function clock(time: string | null): string {
  return time?.slice(0, 5) ?? '';
}

export type ReadDraft = { symbol: WorkflowSymbol } | { complaints: Record<string, string> };

/** The symbol that a form says. Refuses only what cannot be sent: what values may be is the server's to say. */
export function readDraft(draft: SymbolDraft): ReadDraft {
  const complaints: Record<string, string> = {};
  const priority = Number(draft.priority);
  if (draft.priority.trim() === '' || !Number.isFinite(priority)) complaints['priority'] = 'must be a whole number';
  const workflows = draft.workflows.map((link, index): WorkflowLink => {
    const config = configIn(link.config);
    if (config === undefined) complaints[`workflows.${index}.config`] = 'must be a JSON object';
    return {
      dag_id: link.dag_id,
      is_active: link.is_active,
      timezone: link.timezone,
      session_start: link.session_start === '' ? null : link.session_start,
      session_end: link.session_end === '' ? null : link.session_end,
      allow_weekend: link.allow_weekend,
      schedule_interval: link.schedule_interval === '' ? null : link.schedule_interval,
      config: config ?? null,
    };
  });
  if (Object.keys(complaints).length > 0) return { complaints };
  const { symbol, name, enabled } = draft;
  return { symbol: { symbol, name: name === '' ? null : name, enabled, priority, workflows } };
}

/** Undefined for what is no JSON object, null for nothing. */
function configIn(text: string): Record<string, unknown> | null | undefined {
  if (text.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown> | null) : undefined;
  } catch {
    return undefined;
  }
}
