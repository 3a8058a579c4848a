import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ManagedProcess } from '../processes/managed-process';
import { freePort } from '../processes/free-port';
import type { Say } from '../provision/provision-step';
import { provisionToolchain, type Toolchain } from '../provision/toolchain';
import { startKafka } from './kafka-broker';
import { startMlflow } from './mlflow-server';
import { startPostgres } from './postgres-server';

/** Addresses of parts that are there already: those are used, and none is started in their place. */
export interface GivenInfra {
  KAFKA_BROKERS?: string | undefined;
  DATABASE_URL?: string | undefined;
  MLFLOW_TRACKING_URI?: string | undefined;
}

export interface InfraOptions {
  dataDir: string;
  logsDir: string;
  given?: GivenInfra;
  /** Ports to take if they are free; others are found otherwise. */
  wishedPorts?: { kafka?: number; postgres?: number; mlflow?: number };
  /** False for tests: data survives a stop, but not a power cut. */
  durable?: boolean;
  say?: Say;
  /** Told of each process as soon as it runs, long before it is ready. */
  onSpawn?: (process: ManagedProcess) => void;
}

/** Kafka, PostgreSQL and MLflow, ready to be used. */
export interface Infra {
  /** KAFKA_BROKERS, DATABASE_URL, MLFLOW_TRACKING_URI and, if MLflow is ours, STACK_PYTHON (it has the mlflow client). */
  env: Record<string, string>;
  /** Ours, in the order in which they have to stop. */
  processes: ManagedProcess[];
  /** Where PostgreSQL's data really is: elsewhere when its user may not enter `dataDir`. */
  postgresDir?: string;
  stop(): Promise<void>;
}

/** Provisions and starts what is not given. When one part cannot start, the others are stopped before it throws. */
export async function startInfra(options: InfraOptions): Promise<Infra> {
  const { given = {}, say = () => undefined } = options;
  const needs = { kafka: !given.KAFKA_BROKERS, mlflow: !given.MLFLOW_TRACKING_URI };
  const tools = await provisionToolchain(needs, say);
  const env = Object.fromEntries(Object.entries(given).filter(([, value]) => value)) as Record<string, string>;
  const processes: ManagedProcess[] = [];
  let postgresDir: string | undefined;
  const started = async (part: string, start: () => Promise<StartedPart>) => {
    const begun = performance.now();
    const { process, set, folder } = await start();
    postgresDir ??= folder;
    processes.push(process);
    Object.assign(env, set);
    say(`  ${part} is ready (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
  };
  const stop = async () => {
    for (const process of inStopOrder(processes)) await process.stop();
  };
  const parts = [
    ...(given.DATABASE_URL ? [] : [started('PostgreSQL', () => postgresPart(options))]),
    ...(needs.kafka ? [started('Kafka', () => kafkaPart(options, tools))] : []),
    ...(needs.mlflow ? [started('MLflow', () => mlflowPart(options, tools))] : []),
  ];
  const [failure] = (await Promise.allSettled(parts)).filter((result) => result.status === 'rejected');
  if (failure !== undefined) {
    await stop();
    throw failure.reason;
  }
  if (needs.mlflow) env.STACK_PYTHON = tools.mlflowPython;
  return { env, processes: inStopOrder(processes), stop, ...(postgresDir === undefined ? {} : { postgresDir }) };
}

interface StartedPart {
  process: ManagedProcess;
  set: Record<string, string>;
  folder?: string;
}

async function postgresPart({
  dataDir,
  logsDir,
  wishedPorts,
  onSpawn,
  durable = true,
}: InfraOptions): Promise<StartedPart> {
  const {
    process,
    url,
    dataDir: folder,
  } = await startPostgres({
    dataDir: join(dataDir, 'postgres'),
    stackId: createHash('sha256').update(dataDir).digest('hex').slice(0, 12),
    port: await freePort(wishedPorts?.postgres),
    logFile: join(logsDir, 'postgres.log'),
    durable,
    onSpawn,
  });
  return { process, set: { DATABASE_URL: url }, folder };
}

async function kafkaPart(
  { dataDir, logsDir, wishedPorts, onSpawn }: InfraOptions,
  tools: Toolchain,
): Promise<StartedPart> {
  const { process, brokers } = await startKafka({
    java: tools.java,
    lib: tools.kafkaLib,
    dataDir: join(dataDir, 'kafka'),
    port: await freePort(wishedPorts?.kafka),
    controllerPort: await freePort(),
    logFile: join(logsDir, 'kafka.log'),
    onSpawn,
  });
  return { process, set: { KAFKA_BROKERS: brokers } };
}

async function mlflowPart(
  { dataDir, logsDir, wishedPorts, onSpawn }: InfraOptions,
  tools: Toolchain,
): Promise<StartedPart> {
  const { process, url } = await startMlflow({
    python: tools.mlflowPython,
    emptyDatabase: tools.emptyMlflowDatabase,
    dataDir: join(dataDir, 'mlflow'),
    port: await freePort(wishedPorts?.mlflow),
    logFile: join(logsDir, 'mlflow.log'),
    onSpawn,
  });
  return { process, set: { MLFLOW_TRACKING_URI: url } };
}

/** Whoever uses another one stops before it. */
function inStopOrder(processes: ManagedProcess[]): ManagedProcess[] {
  const order = ['mlflow', 'kafka', 'postgres'];
  return [...processes].sort((a, b) => order.indexOf(a.spec.name) - order.indexOf(b.spec.name));
}
