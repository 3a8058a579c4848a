import { RUN_ID_PATTERN } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { readState } from '../../../../stack/state-file';
import { isReady } from '../../../../stack/services/services';
import type { CliConfig } from '../cli.config';
import { type PersistedRequest, type PersistedRun, PersisterClient } from '../persister-client';
import type { Screen } from '../screen';

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
    screen.out(options.json ? JSON.stringify(run) : runLine(run));
    return run.status === 'FAILED' ? 1 : 0;
  }
  if (!REQUEST_ID_PATTERN.test(id)) {
    throw new PipelineError('request_invalid', `${id} is neither a run (32 hex digits) nor a request (a UUID)`);
  }
  const request = await persister.request(id);
  screen.out(options.json ? JSON.stringify(request) : requestLines(request));
  return request.status === 'failed' ? 1 : 0;
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
