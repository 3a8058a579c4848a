import { randomUUID } from 'node:crypto';
import {
  DEFAULT_RUN_CONFIG,
  parse,
  PIPELINE_DAG_ID,
  type PipelineEvent,
  requestIdOf,
  RunRequested,
} from '@trademaster/contracts';
import type { CliConfig } from '../cli.config';
import { readConfig } from '../config-layers';
import { exitCodeOf, outcomeOfRequest } from '../outcome';
import { publish, publishAndFollow } from '../publish-and-follow';
import { RequestProgress } from '../request-progress';
import { cardsOf, type Screen, showOutcome, timed } from '../screen';

export interface RunOptions {
  symbol?: string;
  mode?: string;
  config: string[];
  asOf?: string;
  requestId?: string;
  dagId?: string;
  wait?: boolean;
  json?: boolean;
}

/** Requests from the same source with the same id are the same request. */
export const CLI_SOURCE = '/trademaster/cli';
/** Beyond the run's own deadline, which ends it as failed. */
const GRACE_MS = 120_000;

/** `trademaster run`. Throws `request_invalid` or `config_invalid` before anything is sent. */
export async function runCommand(options: RunOptions, config: CliConfig, screen: Screen): Promise<number> {
  const event = requestOf(options, process.cwd(), new Date());
  const progress = new RequestProgress({ requestId: event.key });
  const onLine = timed(screen);
  const brokers = config.brokers;
  onLine(`requested  ${options.symbol ?? 'every assigned symbol'} (request ${event.key})`);
  if (!options.wait) {
    await publish(brokers, event);
    if (options.json) screen.out(JSON.stringify({ request_id: event.key, status: 'requested', runs: [] }));
    else screen.out(`requested; follow it with: npx trademaster status ${event.key}`);
    return 0;
  }
  await publishAndFollow({ brokers, event, progress, onLine, timeoutMs: timeoutOf(event) });
  const outcome = outcomeOfRequest(progress.completed as NonNullable<typeof progress.completed>);
  showOutcome(screen, outcome, options.json ?? false, () => cardsOf(progress, config));
  return exitCodeOf(outcome);
}

/** The event that asks for decisions. `now` is the request's time, which every run decides by unless `as_of` is set. */
export function requestOf(options: RunOptions, cwd: string, now: Date): PipelineEvent<RunRequested> {
  const id = options.requestId ?? randomUUID();
  const dagId = options.dagId ?? PIPELINE_DAG_ID;
  const config = readConfig(options.config, cwd);
  const data = parse(
    RunRequested,
    {
      dag_id: dagId,
      ...(options.symbol === undefined ? {} : { symbol: options.symbol.trim().toUpperCase() }),
      ...(options.mode === undefined ? {} : { mode: options.mode }),
      ...(options.asOf === undefined ? {} : { as_of: options.asOf }),
      ...(config === undefined ? {} : { config }),
    },
    { code: 'request_invalid' },
  );
  const requestId = requestIdOf(CLI_SOURCE, dagId, id);
  const time = now.toISOString();
  return { id, type: 'run.requested', source: CLI_SOURCE, subject: requestId, time, key: requestId, attempt: 0, data };
}

function timeoutOf({ data }: PipelineEvent<RunRequested>): number {
  const minutes = (data.config?.timeout_minutes as number | undefined) ?? DEFAULT_RUN_CONFIG.timeout_minutes;
  return minutes * 60_000 + GRACE_MS;
}
