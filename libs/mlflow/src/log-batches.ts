import { PipelineError } from '@trademaster/errors';

export interface Metric {
  key: string;
  /** Finite: MLflow stores bare NaN and Infinity as 0. */
  value: number;
  /** Milliseconds since 1970. The same point logged twice is stored once. */
  timestamp: number;
  step?: number;
}

export interface RunLog {
  params?: Record<string, string>;
  metrics?: Metric[];
  tags?: Record<string, string>;
}

/** All of them in one; of two that say something of one key, the later one counts. */
export function mergedLog(logs: readonly RunLog[]): RunLog {
  return {
    params: Object.assign({}, ...logs.map(({ params }) => params)) as Record<string, string>,
    metrics: logs.flatMap(({ metrics = [] }) => metrics),
    tags: Object.assign({}, ...logs.map(({ tags }) => tags)) as Record<string, string>,
  };
}

/** One call's worth, as the wire has it. */
export interface LogBatch {
  params: { key: string; value: string }[];
  metrics: Metric[];
  tags: { key: string; value: string }[];
}

/** MLflow 3's limits per call and value; over the latter it cuts values off without a word. */
const MOST = { metrics: 1000, params: 100, tags: 100, together: 1000 } as const;
const LONGEST = { key: 250, param: 6000, tag: 8000 } as const;
const KEY = /^[A-Za-z0-9_\-. :/]+$/;

/**
 * Cuts what is to be logged into calls that MLflow takes. Throws `mlflow_rejected` naming the key for what it would
 * refuse or falsify: a bad key, a value that is too long, a metric that is not finite.
 */
export function logBatches({ params = {}, metrics = [], tags = {} }: RunLog): LogBatch[] {
  const small: LogBatch[] = [];
  const paramPairs = Object.entries(params).map(([key, value]) => checkedText('param', key, value));
  const tagPairs = Object.entries(tags).map(([key, value]) => checkedText('tag', key, value));
  for (let at = 0; at < Math.max(paramPairs.length, tagPairs.length); at += MOST.params) {
    small.push({
      params: paramPairs.slice(at, at + MOST.params),
      tags: tagPairs.slice(at, at + MOST.tags),
      metrics: [],
    });
  }
  const checked = metrics.map(checkedMetric);
  const first = small.at(-1);
  const room = first ? MOST.together - first.params.length - first.tags.length : 0;
  first?.metrics.push(...checked.slice(0, room));
  for (let at = room; at < checked.length; at += MOST.metrics) {
    small.push({ params: [], tags: [], metrics: checked.slice(at, at + MOST.metrics) });
  }
  return small;
}

export function checkedText(kind: 'param' | 'tag', key: string, value: string): { key: string; value: string } {
  checkKey(kind, key);
  if (value.length > LONGEST[kind]) {
    throw refusal(key, `${kind} "${key}" has ${value.length} characters, MLflow keeps ${LONGEST[kind]}`);
  }
  return { key, value };
}

function checkedMetric(metric: Metric): Metric {
  checkKey('metric', metric.key);
  if (!Number.isFinite(metric.value)) {
    throw refusal(metric.key, `metric "${metric.key}" is ${metric.value}, MLflow would store 0`);
  }
  return metric;
}

function checkKey(kind: string, key: string): void {
  if (key.length > LONGEST.key || !KEY.test(key)) {
    throw refusal(key, `${kind} "${key.slice(0, 60)}" must have 1-${LONGEST.key} of A-Z, a-z, 0-9, space and _-.:/`);
  }
}

function refusal(key: string, message: string): PipelineError {
  return new PipelineError('mlflow_rejected', message, { field: key });
}
