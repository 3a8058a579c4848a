import { ServiceMetrics } from '@trademaster/runtime';
import { FailureMetrics } from '../apps/persister/src/failure-metrics';
import { ReviewMetrics } from '../apps/reviewer/src/review-metrics';
import { dashboardQueries, faultsOf, type Series, seriesIn } from './dashboard';

const queries = dashboardQueries();

/** Against what the running services have at /metrics: test/documents.e2e-spec.ts. */
describe('the Grafana dashboard', () => {
  let series: Series;

  beforeAll(async () => {
    const metrics = new ServiceMetrics('trainer');
    metrics.handled('trademaster.symbol.resolved.v1', 'succeeded', 1);
    metrics.retried('trademaster.symbol.resolved.v1');
    metrics.deadLettered('trademaster.symbol.resolved.v1');
    metrics.lag('trademaster.symbol.resolved.v1', 0, 3);
    new FailureMetrics(metrics).failed({ stage: 'trainer', code: 'data_too_short' });
    new ReviewMetrics(metrics).called('a-model', { prompt_tokens: 1, completion_tokens: 1 }, 0.01);
    series = seriesIn(await metrics.registry.metrics());
  });

  it.each(queries)(
    'given "$title", when its query is read, then it is PromQL over series and labels that /metrics has',
    (query) => {
      expect(faultsOf(query, series)).toEqual([]);
    },
  );

  it('given a query with a slip, when it is read, then that is said', () => {
    const faults = (expr: string, legendFormat = '') => faultsOf({ title: '', expr, legendFormat }, series);
    expect(faults('sum by (servise) (trademaster_events_total)')).toEqual([
      'trademaster_events_total has no label servise',
    ]);
    expect(faults('trademaster_event_total', '{{code}}')).toContain('no metric trademaster_event_total');
    expect(faults('sum(trademaster_events_total')[0]).toMatch(/^not PromQL/);
  });

  it('given every metric of our own, when the dashboard is looked at, then it shows it', () => {
    const shown = queries.map(({ expr }) => expr).join('\n');
    const ours = [...series.keys()].filter((name) => /^trademaster_(?!.*_(sum|count)$)/.test(name));
    expect(ours).toHaveLength(9);
    expect(ours.filter((name) => !shown.includes(name))).toEqual([]);
  });
});
