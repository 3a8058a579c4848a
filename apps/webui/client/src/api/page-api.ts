import type {
  Overview,
  Requested,
  RequestForm,
  RequestView,
  RetryRequested,
  RunBacktest,
  RunChart,
  RunDetail,
  RunPage,
  RunReview,
  Session,
  StoredEvent,
  TrainingPoint,
} from '../../../src/page/contract';
import { call, callOrNull } from './http';

const PAGE = '/api/page';
const runPath = (runId: string, part = '') => `${PAGE}/runs/${encodeURIComponent(runId)}${part}`;

export interface RunFilter {
  symbol: string;
  status: string;
}

/** The page's own REST interface, one function a call. What a run may not have yet is null. */
export const pageApi = {
  session: (signal?: AbortSignal) => call<Session>(`${PAGE}/session`, { signal }),
  signIn: (token: string) => call<Session>(`${PAGE}/session`, { method: 'POST', body: { token } }),
  signOut: () => call<void>(`${PAGE}/session`, { method: 'DELETE' }),
  overview: (signal?: AbortSignal) => call<Overview>(`${PAGE}/overview`, { signal }),
  runs: ({ symbol, status }: RunFilter, offset: number, limit: number, signal?: AbortSignal) =>
    call<RunPage>(
      `${PAGE}/runs?${new URLSearchParams({ limit: String(limit), offset: String(offset), ...(symbol && { symbol }), ...(status && { status }) })}`,
      {
        signal,
      },
    ),
  run: (runId: string, signal?: AbortSignal) => call<RunDetail>(runPath(runId), { signal }),
  chart: (runId: string, signal?: AbortSignal) => callOrNull<RunChart>(runPath(runId, '/chart'), { signal }),
  backtest: (runId: string, signal?: AbortSignal) => callOrNull<RunBacktest>(runPath(runId, '/backtest'), { signal }),
  training: (runId: string, signal?: AbortSignal) => call<TrainingPoint[]>(runPath(runId, '/training'), { signal }),
  review: (runId: string, signal?: AbortSignal) => callOrNull<RunReview>(runPath(runId, '/review'), { signal }),
  events: (runId: string, signal?: AbortSignal) => call<StoredEvent[]>(runPath(runId, '/events'), { signal }),
  retry: (runId: string) => call<RetryRequested>(runPath(runId, '/retry'), { method: 'POST' }),
  requestForm: (signal?: AbortSignal) => call<RequestForm>(`${PAGE}/request-form`, { signal }),
  /** `key` makes a second click of the same form the same request. */
  request: (body: Record<string, unknown>, key: string) =>
    call<Requested>(`${PAGE}/requests`, { method: 'POST', body, headers: { 'idempotency-key': key } }),
  runSample: () => call<Requested>(`${PAGE}/sample`, { method: 'POST' }),
  requestView: (requestId: string, signal?: AbortSignal) =>
    callOrNull<RequestView>(`${PAGE}/requests/${encodeURIComponent(requestId)}`, { signal }),
};
