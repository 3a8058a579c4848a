import { randomUUID } from 'node:crypto';
import {
  DEFAULT_RUN_CONFIG,
  PIPELINE_DAG_ID,
  type PipelineEvent,
  requestIdOf,
  type RunRequested,
  type TradingSignal,
} from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { audited, type AuditOptions } from '../audited';
import type { CliConfig } from '../cli.config';
import { exitCodeOf, outcomeOfRequest } from '../outcome';
import { PersisterClient } from '../persister-client';
import { publishAndFollow } from '../publish-and-follow';
import { RequestProgress } from '../request-progress';
import { type Screen, timed } from '../screen';
import { CLI_SOURCE } from './run.command';

/** A field of the signal that is not the same in both. */
export interface Difference {
  field: string;
  then: unknown;
  now: unknown;
}

/** Ids and times differ in any two runs; they are no part of a decision. */
const OF_THE_RUN: readonly (keyof TradingSignal)[] = ['generated_at', 'manifest_sha256'];

/** `trademaster replay --run ID --as-new`. Throws `request_invalid` without `--run`, and as `trademaster run`. */
export async function replayAsNew(
  options: AuditOptions & { run?: string; json?: boolean },
  config: CliConfig,
  screen: Screen,
): Promise<number> {
  const { run: replay_of, commit = false, json } = options;
  if (replay_of === undefined) throw new PipelineError('request_invalid', '--as-new needs --run ID', { field: 'run' });
  const then = await new PersisterClient(config.need('PERSISTER_BASE_URL')).run(replay_of);
  const event = requestOf(replay_of, new Date());
  const what = { run: replay_of, request: event.key };
  const result = await audited(config, options, { action: 'replay as new', what }, async () => {
    if (!commit) return { committed: false, count: 0, replay_of, would_request: event.data };
    const progress = new RequestProgress({ requestId: event.key });
    const timeoutMs = DEFAULT_RUN_CONFIG.timeout_minutes * 60_000;
    await publishAndFollow({ brokers: config.brokers, event, progress, onLine: timed(screen), timeoutMs });
    const outcome = outcomeOfRequest(progress.completed as NonNullable<typeof progress.completed>);
    const now = outcome.runs[0];
    const decisions = { then: then.decision_sha256, now: now?.decision_sha256 };
    const differences = differencesOf(then.signal, now?.signal);
    return { committed: true, count: 1, replay_of, outcome, decision_sha256: decisions, differences };
  });
  screen.out(json ? JSON.stringify(result) : asText(result));
  return 'outcome' in result && result.outcome !== undefined ? exitCodeOf(result.outcome) : 0;
}

function requestOf(replay_of: string, now: Date): PipelineEvent<RunRequested> {
  const id = randomUUID();
  const requestId = requestIdOf(CLI_SOURCE, PIPELINE_DAG_ID, id);
  const data = { dag_id: PIPELINE_DAG_ID, replay_of };
  const about = { subject: requestId, key: requestId, time: now.toISOString(), attempt: 0 };
  return { id, type: 'run.requested', source: CLI_SOURCE, ...about, data };
}

/** By field, in the order of the earlier signal. */
export function differencesOf(then: Partial<TradingSignal> = {}, now: Partial<TradingSignal> = {}): Difference[] {
  const fields = [...new Set([...Object.keys(then), ...Object.keys(now)])] as (keyof TradingSignal)[];
  return fields
    .filter((field) => !OF_THE_RUN.includes(field))
    .filter((field) => JSON.stringify(then[field]) !== JSON.stringify(now[field]))
    .map((field) => ({ field, then: then[field], now: now[field] }));
}

function asText(result: {
  replay_of: string;
  outcome?: { runs: { run_id: string; status: string }[] };
  differences?: Difference[];
  decision_sha256?: { then?: string; now?: string };
}): string {
  const { replay_of, outcome, differences = [], decision_sha256 } = result;
  if (outcome === undefined)
    return `run ${replay_of} would be made again as a new one; --commit --why "the reason" does it`;
  const runs = outcome.runs.map(({ run_id, status }) => `run ${run_id} ${status}, made from ${replay_of}`);
  const same = decision_sha256?.then !== undefined && decision_sha256.then === decision_sha256.now;
  const verdict = same
    ? `the same decision: ${decision_sha256.then?.slice(0, 12)}`
    : `another decision: ${decision_sha256?.then?.slice(0, 12) ?? 'none'} → ${decision_sha256?.now?.slice(0, 12) ?? 'none'}`;
  const changed = differences.map(
    ({ field, then, now }) => `  ${field}: ${JSON.stringify(then)} → ${JSON.stringify(now)}`,
  );
  return [...runs, verdict, ...changed].join('\n');
}
