import { Injectable } from '@nestjs/common';
import type { PipelineEvent, RunContext, SymbolResolved } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import type { RunLedger } from '@trademaster/ledger';

/** What earlier runs were resolved to, for runs that are to be made again as new ones. */
@Injectable()
export class RecordedRuns {
  constructor(private readonly ledger: Pick<RunLedger, 'factsOf'>) {}

  /** Of the newest attempt. Throws `run_unknown` for a run that was never resolved. */
  async contextOf(runId: string): Promise<RunContext> {
    const facts = await this.ledger.factsOf(runId);
    const resolved = facts.filter(({ type }) => type === 'symbol.resolved') as PipelineEvent<SymbolResolved>[];
    const newest = resolved.toSorted((a, b) => b.attempt - a.attempt)[0];
    if (newest) return newest.data.run;
    throw new PipelineError('run_unknown', `no run ${runId} has a recorded snapshot to be made again from`, {
      field: 'replay_of',
    });
  }
}
