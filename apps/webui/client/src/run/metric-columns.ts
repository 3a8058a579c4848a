import type { BacktestResult } from '@trademaster/contracts';
import { metricValue } from '../format/metric';

export interface MetricRow {
  name: string;
  /** One cell a column: the value, or why there is none; null where it was not measured. */
  cells: ({ text: string; meaningless: boolean } | null)[];
}

/** First what a trader asks first; the others in the order of their names. */
const FIRST = [
  'total_return',
  'annualised_return',
  'sharpe',
  'max_drawdown',
  'annualised_volatility',
  'trades',
  'win_rate',
];

/** Metrics by row, the policy and each baseline by column. */
export function metricColumns({ metrics, metrics_reasons, baselines }: BacktestResult): {
  columns: string[];
  rows: MetricRow[];
} {
  const columns = [{ name: 'policy', metrics, metrics_reasons }, ...baselines];
  const rank = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  const names = [...new Set(columns.flatMap((column) => Object.keys(column.metrics)))].sort(
    (one, other) => rank(one) - rank(other) || one.localeCompare(other),
  );
  return {
    columns: columns.map(({ name }) => name),
    rows: names.map((name) => ({ name, cells: columns.map((column) => cellOf(name, column)) })),
  };
}

function cellOf(name: string, { metrics, metrics_reasons }: Pick<BacktestResult, 'metrics' | 'metrics_reasons'>) {
  const value = metrics[name];
  if (value === undefined) return null;
  if (value === null) return { text: metrics_reasons[name] ?? 'no reason given', meaningless: true };
  return { text: metricValue(name, value), meaningless: false };
}
