import { randomUUID } from 'node:crypto';
import { DEFAULT_RUN_CONFIG, parse, type PipelineEvent, RunRetryRequested } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { type CliConfig, userName } from '../cli.config';
import { exitCodeOf, outcomeOfRun } from '../outcome';
import { type PersistedRun, PersisterClient } from '../persister-client';
import { publish, publishAndFollow } from '../publish-and-follow';
import { RequestProgress } from '../request-progress';
import { cardsOf, type Screen, showOutcome, timed } from '../screen';
import { CLI_SOURCE } from './run.command';

export interface RetryOptions {
  wait?: boolean;
  json?: boolean;
}

/**
 * `trademaster retry RUN`: takes a failed run up from the stage that failed.
 * Throws `request_invalid`, and, where the persister can be asked, `run_unknown` or `run_not_failed`.
 */
export async function retryCommand(
  runId: string,
  options: RetryOptions,
  config: CliConfig,
  screen: Screen,
): Promise<number> {
  const failed = await refuseUnlessFailed(runId, config);
  const attempt = failed === undefined ? undefined : failed.attempt + 1;
  const event = retryOf(runId, attempt, new Date());
  const progress = new RequestProgress({ runId, attempt });
  const onLine = timed(screen);
  const brokers = config.brokers;
  onLine(`requested  run ${runId} once more`);
  if (!options.wait) {
    await publish(brokers, event);
    const sent = { request_id: failed?.request_id ?? null, status: 'requested', runs: [] };
    screen.out(options.json ? JSON.stringify(sent) : `requested; follow it with: npx trademaster status ${runId}`);
    return 0;
  }
  const timeoutMs = DEFAULT_RUN_CONFIG.timeout_minutes * 60_000;
  await publishAndFollow({ brokers, event, progress, onLine, timeoutMs });
  const outcome = outcomeOfRun(progress.persisted as NonNullable<typeof progress.persisted>);
  showOutcome(screen, outcome, options.json ?? false, () => cardsOf(progress, config));
  return exitCodeOf(outcome);
}

/** The attempt makes a second request for the same retry harmless; without it the run's next one is meant. */
export function retryOf(runId: string, attempt: number | undefined, now: Date): PipelineEvent<RunRetryRequested> {
  const asked = { run_id: runId, requested_by: userName(), ...(attempt === undefined ? {} : { attempt }) };
  const data = parse(RunRetryRequested, asked, { code: 'request_invalid' });
  return {
    id: randomUUID(),
    type: 'run.retry_requested',
    source: CLI_SOURCE,
    subject: runId,
    time: now.toISOString(),
    key: runId,
    correlationid: runId,
    attempt: 0,
    data,
  };
}

async function refuseUnlessFailed(runId: string, config: CliConfig): Promise<PersistedRun | undefined> {
  const address = config.find('PERSISTER_BASE_URL');
  if (address === undefined) return undefined;
  const run = await new PersisterClient(address).run(runId);
  if (run.status === 'FAILED') return run;
  throw new PipelineError('run_not_failed', `run ${runId} is ${run.status}: only a failed run can be retried`);
}
