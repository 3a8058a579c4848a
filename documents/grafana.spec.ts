import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { ServiceMetrics } from '@trademaster/runtime';
import { FailureMetrics } from '../apps/persister/src/failure-metrics';
import { ReviewMetrics } from '../apps/reviewer/src/review-metrics';
import { PROJECT_ROOT } from '../stack/paths';

interface Dashboard {
  panels: { title: string; targets: { expr: string; legendFormat: string }[] }[];
}

/** Labels that Prometheus itself gives to what it scrapes. */
const OF_THE_SCRAPE = ['instance', 'job'];
const dashboard = JSON.parse(readFileSync(join(PROJECT_ROOT, 'docs/grafana/trademaster.json'), 'utf8')) as Dashboard;
const queries = dashboard.panels.flatMap(({ title, targets }) => targets.map((target) => ({ title, ...target })));

/** Texts of all nodes of a kind in a PromQL query, by Prometheus' own grammar; `⚠` are its errors. */
function nodesOf(expr: string, kind: string): string[] {
  const found: string[] = [];
  parser
    .parse(expr)
    .iterate({ enter: ({ name, from, to }) => void (name === kind && found.push(expr.slice(from, to))) });
  return found;
}

describe('the Grafana dashboard', () => {
  /** Series of /metrics: name → its labels. */
  let series: Map<string, Set<string>>;

  beforeAll(async () => {
    const metrics = new ServiceMetrics('trainer');
    metrics.handled('trademaster.symbol.resolved.v1', 'succeeded', 1);
    metrics.retried('trademaster.symbol.resolved.v1');
    metrics.deadLettered('trademaster.symbol.resolved.v1');
    metrics.lag('trademaster.symbol.resolved.v1', 0, 3);
    new FailureMetrics(metrics).failed({ stage: 'trainer', code: 'data_too_short' });
    new ReviewMetrics(metrics).called('a-model', { prompt_tokens: 1, completion_tokens: 1 }, 0.01);
    const text = await metrics.registry.metrics();
    series = new Map();
    for (const [, name, labels = ''] of text.matchAll(/^(\w+)\{([^}]*)\}/gm)) {
      const names = [...labels.matchAll(/(\w+)="/g)].map(([, label]) => label as string);
      series.set(name as string, new Set([...(series.get(name as string) ?? []), ...names]));
    }
  });

  it.each(queries)(
    'given "$title", when its query is read, then it is PromQL over series and labels that /metrics has',
    ({ expr, legendFormat }) => {
      expect(nodesOf(expr, '⚠')).toEqual([]);
      const [metric, ...others] = nodesOf(expr, 'Identifier');
      expect(others).toEqual([]);
      expect([...series.keys()]).toContain(metric);
      const known = [...(series.get(metric as string) ?? []), ...OF_THE_SCRAPE];
      const used = [
        ...nodesOf(expr, 'LabelName'),
        ...[...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label),
      ];
      expect(used.filter((label) => !known.includes(label as string))).toEqual([]);
    },
  );

  it('given every metric of our own, when the dashboard is looked at, then it shows it', () => {
    const shown = queries.map(({ expr }) => expr).join('\n');
    const ours = [...series.keys()].filter((name) => /^trademaster_(?!.*_(sum|count)$)/.test(name));
    expect(ours).toHaveLength(9);
    expect(ours.filter((name) => !shown.includes(name))).toEqual([]);
  });
});
