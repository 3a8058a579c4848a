import type { NewRequest, RequestRecord } from '@trademaster/ledger';
import { PipelineError } from '@trademaster/errors';
import type { OpenedRun, RunToOpen } from '../src/run-opener';
import type { ListedSymbols } from '../src/workflow-symbols-client';
import type { WorkflowSymbol } from '../src/workflow-symbol.dto';

/** Requests by id; another payload under the same id is refused. */
export class FakeRequests {
  readonly recorded = new Map<string, NewRequest>();

  recordRequest(request: NewRequest): Promise<{ request: RequestRecord; repeated: boolean }> {
    const known = this.recorded.get(request.requestId);
    if (known && known.payloadSha256 !== request.payloadSha256) {
      return Promise.reject(new PipelineError('request_conflict', 'made before with another payload', { field: 'id' }));
    }
    this.recorded.set(request.requestId, request);
    const stored = { ...request, parentRunId: null, recordedAt: new Date(0) };
    return Promise.resolve({ request: stored, repeated: known !== undefined });
  }
}

/** A WebUI that lists these symbols. */
export class FakeSymbols {
  asked: string[] = [];

  constructor(private readonly listed: ListedSymbols) {}

  listEnabled(): Promise<ListedSymbols> {
    this.asked.push('list');
    return Promise.resolve(this.listed);
  }

  find(symbol: string): Promise<WorkflowSymbol | undefined> {
    this.asked.push(symbol);
    return Promise.resolve(this.listed.rows.find((row) => row.symbol === symbol));
  }
}

/** Run ids that count up. */
export class FakeRuns {
  readonly opened: RunToOpen[] = [];
  parents = 0;

  openParent(): Promise<{ runId: string }> {
    this.parents += 1;
    return Promise.resolve({ runId: 'f'.repeat(32) });
  }

  openRun(run: RunToOpen): Promise<OpenedRun> {
    this.opened.push(run);
    const { symbol, deadlineAt, parentRunId } = run;
    const runId = String(this.opened.length).padStart(32, '0');
    return Promise.resolve({ runId, experimentId: '7', symbol, deadlineAt, ...(parentRunId && { parentRunId }) });
  }
}
