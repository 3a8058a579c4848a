import { EVENT_TYPES, topicOf } from '@trademaster/contracts';
import { noteOffsets, pingKafka } from '@trademaster/messaging';
import type { MlflowConnection } from '@trademaster/mlflow';
import { Client } from 'pg';
import { isRunning } from '../../../../stack/processes/process-identity';
import { readState } from '../../../../stack/state-file';
import type { CliConfig } from '../cli.config';
import { clockDifference } from './clock';
import { examine, type Finding } from './finding';

const TIMEOUT_MS = 5_000;
/** Major versions: PostgreSQL's oldest that is maintained, MLflow's that has what our REST client uses. */
const OLDEST = { postgresql: 14, mlflow: 3 };
const NOT_SET = 'npm start, or set the variable to one of your own';

/** Whether everything that the pipeline talks to answers at the addresses that are in force. */
export async function dependencyFindings(config: CliConfig): Promise<Finding[]> {
  const state = readState();
  const services = Object.entries(state?.urls ?? {});
  return Promise.all([
    examine('launcher', 'npm start', () => {
      if (state === undefined && config.find('KAFKA_BROKERS')) return "none here: the addresses are the environment's";
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
    examine('postgresql', `${NOT_SET}; 14 or newer is needed`, () => askPostgres(config.need('DATABASE_URL'))),
    examine('clock', 'set it by NTP (timedatectl set-ntp true)', () => compareClocks(config.need('DATABASE_URL'))),
    examine('mlflow', `${NOT_SET}; 3 or newer is needed; MLFLOW_TRACKING_… if it asks who you are`, () =>
      askMlflow(config.mlflow),
    ),
    examine('webui', `${NOT_SET}; WEBUI_TOKEN, if it asks for one`, () =>
      askHttp(`${config.need('WEBUI_BASE_URL')}/api/artifacts/stats/summary`, config.webuiHeaders),
    ),
    ...services.map(([name, url]) => examine(name, 'see its log in .stack/logs', () => askHttp(`${url}/health/ready`))),
  ]);
}

async function askHttp(url: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
  return url;
}

async function askMlflow({ trackingUri: url, headers = {} }: MlflowConnection): Promise<string> {
  await askHttp(`${url}/health`, headers);
  const answer = await fetch(`${url}/version`, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (answer.status === 401) throw new Error(`${url} does not know us`);
  const version = await answer.text();
  if (!(Number.parseInt(version, 10) >= OLDEST.mlflow)) throw new Error(`${version.slice(0, 40)} at ${url}`);
  return `${version} at ${url}`;
}

/** The address is shown without its password. */
async function askPostgres(url: string): Promise<string> {
  const { server_version: version } = await rowOf<{ server_version: string }>(url, 'SHOW server_version');
  const found = `${version} at ${new URL(url).host}`;
  if (!(Number.parseInt(version, 10) >= OLDEST.postgresql)) throw new Error(found);
  return found;
}

async function compareClocks(url: string): Promise<string> {
  const before = new Date();
  const { theirs } = await rowOf<{ theirs: Date }>(url, 'SELECT clock_timestamp() AS theirs');
  return clockDifference(before, theirs, new Date());
}

async function rowOf<Row extends object>(url: string, sql: string): Promise<Row> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: TIMEOUT_MS });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows[0] as Row;
  } finally {
    await client.end();
  }
}
