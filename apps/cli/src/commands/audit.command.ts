import type { AuditEntry } from '@trademaster/ledger';
import { withAuditTrail } from '../audited';
import type { CliConfig } from '../cli.config';
import type { Screen } from '../screen';

export interface AuditListOptions {
  limit: number;
  json?: boolean;
}

/** `trademaster audit list`: who did what by hand, the newest first. Throws `ledger_unavailable`. */
export async function listAudit(options: AuditListOptions, config: CliConfig, screen: Screen): Promise<number> {
  const entries = await withAuditTrail(config, (trail) => trail.list(options.limit));
  if (options.json) screen.out(JSON.stringify({ entries: entries.map(asJson) }));
  else screen.out(entries.length === 0 ? 'nothing was done by hand' : entries.map(line).join('\n'));
  return 0;
}

function asJson({ auditId, recordedAt, by, action, why, committed, what, outcome }: AuditEntry): object {
  return { audit_id: auditId, at: recordedAt.toISOString(), by, action, why, committed, what, outcome };
}

function line({ recordedAt, by, action, why, committed, what, outcome }: AuditEntry): string {
  const count = (outcome as { count?: number } | null)?.count;
  const came = outcome === null ? 'broke off or is under way' : `${count ?? 0} records`;
  const did = committed ? action : `${action} (dry run)`;
  return `${recordedAt.toISOString()}  ${by.padEnd(10)} ${did.padEnd(22)} ${came}  ${JSON.stringify(what)}  "${why}"`;
}
