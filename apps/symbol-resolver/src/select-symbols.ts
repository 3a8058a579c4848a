import type { SkippedSymbol } from '@trademaster/contracts';
import { isInSession } from './trading-session';
import type { WorkflowLink, WorkflowSymbol } from './workflow-symbol.dto';

/** A symbol that gets a run; without a link the defaults apply. */
export interface Target {
  symbol: string;
  link?: WorkflowLink;
  name?: string;
  conid?: number;
  workflowSymbolId?: number;
}

export interface Selection {
  targets: Target[];
  skipped: SkippedSymbol[];
}

/** The active link of a symbol to a workflow, if the symbol is enabled. */
export function activeLink(row: WorkflowSymbol, dagId: string): WorkflowLink | undefined {
  return row.enabled ? row.workflows.find((link) => link.dag_id === dagId && link.is_active) : undefined;
}

/** The one symbol that was asked for, whatever else is assigned. Never gated by sessions. */
export function selectExplicit(symbol: string, row: WorkflowSymbol | undefined, dagId: string): Target {
  const link = row && activeLink(row, dagId);
  return row && link ? targetOf(row, link) : { symbol };
}

/**
 * Every enabled symbol with an active link, by descending priority, then by name; outside their session skipped, then
 * capped. Every symbol left out is listed with its reason.
 */
export function selectBatch(rows: WorkflowSymbol[], dagId: string, at: Date, maxSymbols: number): Selection {
  const linked = rows
    .flatMap((row) => {
      const link = activeLink(row, dagId);
      return link ? [{ row, link }] : [];
    })
    .sort((a, b) => b.row.priority - a.row.priority || (a.row.symbol < b.row.symbol ? -1 : 1));
  const open = linked.filter(({ link }) => isInSession(link, at));
  const skipped = [
    ...linked
      .filter((candidate) => !open.includes(candidate))
      .map(({ row }) => ({ symbol: row.symbol, reason: 'outside_session' })),
    ...open.slice(maxSymbols).map(({ row }) => ({ symbol: row.symbol, reason: `over max_symbols (${maxSymbols})` })),
  ];
  return { targets: open.slice(0, maxSymbols).map(({ row, link }) => targetOf(row, link)), skipped };
}

function targetOf(row: WorkflowSymbol, link: WorkflowLink): Target {
  return {
    symbol: row.symbol,
    link,
    workflowSymbolId: row.id,
    ...(row.name ? { name: row.name } : {}),
    ...(row.conid == null ? {} : { conid: row.conid }),
  };
}
