import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { PROJECT_ROOT } from '../stack/paths';

export interface DashboardQuery {
  /** Of the panel. */
  title: string;
  expr: string;
  legendFormat: string;
}

/** Names of metrics at /metrics, and the labels of each; none of one that has only been declared so far. */
export type Series = ReadonlyMap<string, ReadonlySet<string>>;

interface Dashboard {
  panels: { title: string; targets: { expr: string; legendFormat: string }[] }[];
}

/** Labels that Prometheus itself gives to what it scrapes. */
const OF_THE_SCRAPE = ['instance', 'job'];

/** Every query of docs/grafana/trademaster.json. */
export function dashboardQueries(): DashboardQuery[] {
  const text = readFileSync(join(PROJECT_ROOT, 'docs/grafana/trademaster.json'), 'utf8');
  return (JSON.parse(text) as Dashboard).panels.flatMap(({ title, targets }) =>
    targets.map(({ expr, legendFormat }) => ({ title, expr, legendFormat })),
  );
}

/** What texts of /metrics have, put together. */
export function seriesIn(...texts: string[]): Series {
  const text = texts.join('\n');
  const declared = [...text.matchAll(/^# TYPE (\w+) (?:counter|gauge)$/gm)];
  const series = new Map(declared.map(([, name = '']) => [name, new Set<string>()]));
  for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)\{([^}]*)\}/gm)) {
    const names = [...labels.matchAll(/(\w+)="/g)].map(([, label]) => label as string);
    series.set(name, new Set([...(series.get(name) ?? []), ...names]));
  }
  return series;
}

/** What is wrong with a query: no PromQL, another metric than one, one that is not there, labels that it does not have. */
export function faultsOf({ expr, legendFormat }: DashboardQuery, series: Series): string[] {
  const [metric = '', ...others] = nodesOf(expr, 'Identifier');
  const labels = [...(series.get(metric) ?? [])];
  const known = [...labels, ...OF_THE_SCRAPE];
  const inLegend = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label as string);
  const used = [...nodesOf(expr, 'LabelName'), ...inLegend];
  return [
    ...nodesOf(expr, '⚠').map((text) => `not PromQL at "${text}"`),
    ...others.map((other) => `a second metric ${other}`),
    ...(series.has(metric) ? [] : [`no metric ${metric}`]),
    ...used
      .filter((label) => labels.length > 0 && !known.includes(label))
      .map((label) => `${metric} has no label ${label}`),
  ];
}

/** Texts of all nodes of a kind in a PromQL query, by Prometheus' own grammar; `⚠` are its errors. */
function nodesOf(expr: string, kind: string): string[] {
  const found: string[] = [];
  parser
    .parse(expr)
    .iterate({ enter: ({ name, from, to }) => void (name === kind && found.push(expr.slice(from, to))) });
  return found;
}
