import { PipelineError } from '@trademaster/errors';

/** MLflow's search expression for "has all of these tags". Its strings have no escapes: either quote may be used. */
export function tagFilter(tags: Record<string, string>): string {
  return Object.entries(tags)
    .map(([key, value]) => `tags.\`${key}\` = ${quoted(value)}`)
    .join(' AND ');
}

function quoted(value: string): string {
  if (!value.includes("'")) return `'${value}'`;
  if (!value.includes('"')) return `"${value}"`;
  throw new PipelineError('mlflow_rejected', `MLflow cannot search for a text with both quotes: ${value}`);
}
