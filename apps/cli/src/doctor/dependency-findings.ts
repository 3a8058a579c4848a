import { EVENT_TYPES, topicOf } from '@trademaster/contracts';
import { noteOffsets, pingKafka } from '@trademaster/messaging';
import { Client } from 'pg';
import { isRunning } from '../../../../stack/processes/process-identity';
import { readState } from '../../../../stack/state-file';
import type { CliConfig } from '../cli.config';
import { examine, type Finding } from './finding';

const TIMEOUT_MS = 5_000;
const NOT_SET = 'npm start, or set the variable to one of your own';

/** Whether everything that the pipeline talks to answers at the addresses that are in force. */
export async function dependencyFindings(config: CliConfig): Promise<Finding[]> {
  const state = readState();
  const services = Object.entries(state?.urls ?? {});
  return Promise.all([
    examine('launcher', 'npm start', () => {
      if (state === undefined) throw new Error('nothing was started here');
      if (!isRunning(state.launcher)) throw new Error(`process ${state.launcher.pid} is gone: it was killed`);
      return `process ${state.launcher.pid}`;
    }),
    examine('kafka', NOT_SET, async () => {
      await pingKafka(config.brokers);
      return config.need('KAFKA_BROKERS');
    }),
    examine('topics', 'they are created when a service starts', async () => {
      await noteOffsets({ brokers: config.brokers, clientId: 'trademaster-doctor' }, EVENT_TYPES);
      return `${EVENT_TYPES.length} of ${EVENT_TYPES.length} (${topicOf('run.requested')} …)`;
    }),
    examine('postgresql', NOT_SET, () => askPostgres(config.need('DATABASE_URL'))),
    examine('mlflow', NOT_SET, () => askHttp(`${config.need('MLFLOW_TRACKING_URI')}/health`)),
    examine('webui', NOT_SET, () => askHttp(`${config.need('WEBUI_BASE_URL')}/health`)),
    ...services.map(([name, url]) => examine(name, 'see its log in .stack/logs', () => askHttp(`${url}/health/ready`))),
  ]);
}

async function askHttp(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
  return url;
}

/** The address is shown without its password. */
async function askPostgres(url: string): Promise<string> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: TIMEOUT_MS });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return `${rows[0]?.server_version} at ${new URL(url).host}`;
  } finally {
    await client.end();
  }
}
