import { RUN_ID_PATTERN } from '@trademaster/contracts';
import { asPipelineError, PipelineError } from '@trademaster/errors';
import { type WaitingRetry, waitingRetries } from '@trademaster/messaging';
import { readState } from '../../../../stack/state-file';
import { isReady } from '../../../../stack/services/services';
import type { CliConfig } from '../cli.config';
import { type PersistedRequest, type PersistedRun, PersisterClient } from '../persister-client';
import type { Screen } from '../screen';
import { waitingText } from '../waiting-text';

const REQUEST_ID_PATTERN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `trademaster status [REQUEST|RUN]`: what the persister knows of it; without an id, which services are ready. */
export async function statusCommand(
  id: string | undefined,
  options: { json?: boolean },
  config: CliConfig,
  screen: Screen,
): Promise<number> {
  if (id === undefined) return servicesStatus(options, screen);
  const persister = new PersisterClient(config.need('PERSISTER_BASE_URL'));
  if (RUN_ID_PATTERN.test(id)) {
    const run = await persister.run(id);
    const waiting = await waitingOf(run.status === 'RUNNING', ({ runId }) => runId === id, config, screen);
    screen.out(
      options.json
        ? JSON.stringify({ ...run, waiting: waiting.map(asJson) })
        : [runLine(run), ...waiting.map(waitingText)].join('\n'),
    );
    return run.status === 'FAILED' ? 1 : 0;
  }
  if (!REQUEST_ID_PATTERN.test(id)) {
    throw new PipelineError('request_invalid', `${id} is neither a run (32 hex digits) nor a request (a UUID)`);
  }
  const request = await persister.request(id);
  const waiting = await waitingOf(request.status === 'running', ({ requestId }) => requestId === id, config, screen);
  screen.out(
    options.json
      ? JSON.stringify({ ...request, waiting: waiting.map(asJson) })
      : [requestLines(request), ...waiting.map(waitingText)].join('\n'),
  );
  return request.status === 'failed' ? 1 : 0;
}

/** What of it waits for a retry. Says so where Kafka does not answer, or its address is not known. */
async function waitingOf(
  goesOn: boolean,
  isMeant: (retry: WaitingRetry) => boolean,
  config: CliConfig,
  screen: Screen,
): Promise<WaitingRetry[]> {
  if (!goesOn) return [];
  try {
    return (await waitingRetries({ brokers: config.brokers, clientId: 'trademaster-status' })).filter(isMeant);
  } catch (error) {
    screen.err(`whether it waits for a retry is not known: ${asPipelineError(error).message}`);
    return [];
  }
}

function asJson({ stage, retry, of, dueAt, because }: WaitingRetry): object {
  return { stage, retry, of, due_at: dueAt, because };
}

async function servicesStatus({ json }: { json?: boolean }, screen: Screen): Promise<number> {
  const urls = Object.entries(readState()?.urls ?? {});
  if (urls.length === 0) {
    throw new PipelineError('environment_invalid', 'nothing was started here with npm start; give a request or run id');
  }
  const services = await Promise.all(urls.map(async ([name, url]) => ({ name, url, ready: await isReady(url) })));
  const asText = () =>
    services.map(({ name, url, ready }) => `${name.padEnd(16)} ${ready ? 'ready    ' : 'NOT READY'} ${url}`).join('\n');
  screen.out(json ? JSON.stringify({ services }) : asText());
  return services.every(({ ready }) => ready) ? 0 : 1;
}

function requestLines({ request_id: id, status, message, failure, runs }: PersistedRequest): string {
  const why = failure === undefined ? '' : `: ${failure.code}: ${failure.message}`;
  const said = failure === undefined && message !== undefined ? `: ${message}` : '';
  return [`request ${id} ${status}${why}${said}`, ...runs.map(runLine)].join('\n');
}

function runLine({
  run_id: id,
  symbol,
  status,
  attempt,
  stage,
  failure,
  signal,
  decision_sha256,
}: PersistedRun): string {
  const details = [
    ...(stage === undefined ? [] : [`waits for ${stage}`]),
    ...(attempt === 0 ? [] : [`attempt ${attempt}`]),
    ...(failure === undefined ? [] : [`${failure.stage}: ${failure.code}: ${failure.message}`]),
    ...(signal === undefined ? [] : [`${signal.action} at ${signal.confidence_score}`]),
    ...(decision_sha256 === undefined ? [] : [`decision ${decision_sha256.slice(0, 12)}`]),
  ];
  return `${symbol.padEnd(10)} ${status.padEnd(8)} run ${id}${details.map((detail) => `  ${detail}`).join('')}`;
}
