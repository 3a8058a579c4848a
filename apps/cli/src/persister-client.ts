import type { ArtifactRef, Failure, RunStatus, TradingSignal } from '@trademaster/contracts';
import { ERROR_CODES, type ErrorCode, PipelineError } from '@trademaster/errors';

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

/** A promotion as the persister recorded it. */
export interface Promotion {
  symbol: string;
  run_id: string;
  model_uri: string;
  verdict: string | null;
  reason: string;
  promoted_by: string;
  promoted_at: string;
  [more: string]: unknown;
}

/** The persister's HTTP: reads, and the promotion of champions. Errors: `run_unknown`, and `ledger_unavailable` when it does not answer. */
export class PersisterClient {
  constructor(private readonly baseUrl: string) {}

  run(runId: string): Promise<PersistedRun> {
    return this.get(`/runs/${encodeURIComponent(runId)}`, `no run has the id ${runId}`);
  }

  request(requestId: string): Promise<PersistedRequest> {
    return this.get(`/requests/${encodeURIComponent(requestId)}`, `no request has the id ${requestId}`);
  }

  /** Errors: `request_invalid`, `run_unknown`, `model_not_found`, and those of every call. */
  async champion(what: 'promote' | 'rollback', asked: object): Promise<Promotion> {
    const path = `/champions/${what}`;
    const response = await this.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    });
    const answer = (await response.json().catch(() => ({}))) as Promotion & Partial<PipelineErrorAnswer>;
    if (response.ok) return answer;
    const { code, message, field } = answer;
    if (code === undefined || !(code in ERROR_CODES)) throw answered(response, path);
    throw new PipelineError(code, message ?? 'no reason was given', field === undefined ? {} : { field });
  }

  private async get<T>(path: string, unknown: string): Promise<T> {
    const response = await this.fetch(path);
    if (response.status === 404) throw new PipelineError('run_unknown', unknown);
    if (!response.ok) throw answered(response, path);
    return (await response.json()) as T;
  }

  private async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    try {
      return await fetch(this.baseUrl + path, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (cause) {
      throw new PipelineError('ledger_unavailable', `the persister at ${this.baseUrl} does not answer`, { cause });
    }
  }
}

interface PipelineErrorAnswer {
  code: ErrorCode;
  field: string;
  message: string;
}

function answered(response: Response, path: string): PipelineError {
  return new PipelineError('ledger_unavailable', `the persister answered ${response.status} to ${path}`);
}
