import type { ArtifactRef, Failure, RunStatus, TradingSignal } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';

/** What the persister tells of a run or a request: the named fields, and more that is only shown. */
export interface PersistedRun {
  run_id: string;
  request_id: string;
  symbol: string;
  status: 'RUNNING' | RunStatus;
  attempt: number;
  /** What it waits for; running ones only. */
  stage?: string;
  failure?: Failure;
  signal?: TradingSignal;
  decision_sha256?: string;
  /** What it left behind, by name. */
  artifacts?: Record<string, ArtifactRef>;
  [more: string]: unknown;
}

export interface PersistedRequest {
  request_id: string;
  /** `running`, or how it ended. */
  status: string;
  message?: string;
  failure?: Failure;
  runs: PersistedRun[];
  [more: string]: unknown;
}

const TIMEOUT_MS = 10_000;

/** The persister's read-only HTTP. Errors: `run_unknown`, and `ledger_unavailable` when it does not answer. */
export class PersisterClient {
  constructor(private readonly baseUrl: string) {}

  run(runId: string): Promise<PersistedRun> {
    return this.get(`/runs/${encodeURIComponent(runId)}`, `no run has the id ${runId}`);
  }

  request(requestId: string): Promise<PersistedRequest> {
    return this.get(`/requests/${encodeURIComponent(requestId)}`, `no request has the id ${requestId}`);
  }

  private async get<T>(path: string, unknown: string): Promise<T> {
    let response: Response;
    try {
      response = await fetch(this.baseUrl + path, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (cause) {
      throw new PipelineError('ledger_unavailable', `the persister at ${this.baseUrl} does not answer`, { cause });
    }
    if (response.status === 404) throw new PipelineError('run_unknown', unknown);
    if (!response.ok) {
      throw new PipelineError('ledger_unavailable', `the persister answered ${response.status} to ${path}`);
    }
    return (await response.json()) as T;
  }
}
