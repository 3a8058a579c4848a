import { queryOptions } from '@tanstack/react-query';
import { upToDate, withRecentEvents } from '../stream/recent-events';
import { foldDetail } from '../stream/fold-event';
import { pageApi, type RunFilter } from './page-api';
import { symbolsApi } from './symbols-api';

/** Services have no events of their own: how they are is asked for again this often. */
const HEALTH_INTERVAL_MS = 15_000;
export const RUNS_PER_PAGE = 100;

/** What the page knows of the server, by key. Live events patch and invalidate these: stream/apply-events.ts. */
export const queries = {
  session: () => queryOptions({ queryKey: ['session'], queryFn: ({ signal }) => pageApi.session(signal) }),
  overview: () =>
    queryOptions({
      queryKey: ['overview'],
      queryFn: ({ signal }) => upToDate(() => pageApi.overview(signal)),
      refetchInterval: HEALTH_INTERVAL_MS,
    }),
  runs: (filter: RunFilter, page: number) =>
    queryOptions({
      queryKey: ['runs', filter, page],
      queryFn: ({ signal }) => pageApi.runs(filter, page * RUNS_PER_PAGE, RUNS_PER_PAGE, signal),
    }),
  run: (runId: string) =>
    queryOptions({
      queryKey: ['run', runId],
      queryFn: async ({ signal }) => withRecentEvents(await upToDate(() => pageApi.run(runId, signal)), foldDetail),
    }),
  chart: (runId: string) =>
    queryOptions({ queryKey: ['run', runId, 'chart'], queryFn: ({ signal }) => pageApi.chart(runId, signal) }),
  backtest: (runId: string) =>
    queryOptions({ queryKey: ['run', runId, 'backtest'], queryFn: ({ signal }) => pageApi.backtest(runId, signal) }),
  training: (runId: string) =>
    queryOptions({ queryKey: ['run', runId, 'training'], queryFn: ({ signal }) => pageApi.training(runId, signal) }),
  review: (runId: string) =>
    queryOptions({ queryKey: ['run', runId, 'review'], queryFn: ({ signal }) => pageApi.review(runId, signal) }),
  events: (runId: string) =>
    queryOptions({ queryKey: ['run', runId, 'events'], queryFn: ({ signal }) => pageApi.events(runId, signal) }),
  request: (requestId: string) =>
    queryOptions({ queryKey: ['request', requestId], queryFn: ({ signal }) => pageApi.requestView(requestId, signal) }),
  requestForm: () =>
    queryOptions({
      queryKey: ['request-form'],
      queryFn: ({ signal }) => pageApi.requestForm(signal),
      staleTime: Infinity,
    }),
  symbols: () => queryOptions({ queryKey: ['symbols'], queryFn: ({ signal }) => symbolsApi.list(signal) }),
};
