import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ManagedProcess, ProcessSpec } from '../processes/managed-process';
import { lastLineOf, runCommand } from '../processes/run-command';
import { startUntilReady } from '../processes/start-until-ready';

export interface KafkaOptions {
  /** A Java of at least 17. */
  java: string;
  /** Folder of the broker's jars. */
  lib: string;
  /** Kept between starts. */
  dataDir: string;
  port: number;
  controllerPort: number;
  logFile: string;
  onSpawn?: ((process: ManagedProcess) => void) | undefined;
  /** Broker properties over ours: a test's secured listener. */
  properties?: Record<string, string>;
  /** Further arguments of the command that formats the data folder: its first users. */
  formatArguments?: string[];
  /** Further elements of log4j2's Loggers. */
  loggers?: string;
}

export interface KafkaBroker {
  process: ManagedProcess;
  brokers: string;
}

const READY_WITHIN_MS = 180_000;
const STARTED = 'Kafka Server started';
const log4jOf = (
  loggers: string,
) => `<Configuration><Appenders><Console name="out"><PatternLayout pattern="%d %p %c{1} %m%n"/></Console></Appenders>
<Loggers><Root level="WARN"><AppenderRef ref="out"/></Root>
<Logger name="kafka.server.KafkaRaftServer" level="INFO"/>${loggers}</Loggers></Configuration>
`;

/**
 * Starts a single KRaft broker on loopback. That it is ours who answers on the port follows from its own log: it says
 * that it started only after it could bind. Throws when it does not within three minutes.
 */
export async function startKafka(options: KafkaOptions): Promise<KafkaBroker> {
  const files = writeConfiguration(options);
  if (!existsSync(join(options.dataDir, 'log', 'meta.properties'))) await format(options, files.properties);
  const spec: ProcessSpec = {
    name: 'kafka',
    command: options.java,
    args: [
      ...['-Xms64m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
      `-Dlog4j2.configurationFile=${pathToFileURL(files.log4j).href}`,
      ...['-cp', join(options.lib, '*'), 'kafka.Kafka', files.properties],
    ],
    cwd: options.dataDir,
    logFile: options.logFile,
    onSpawn: options.onSpawn,
  };
  const process = await startUntilReady(spec, (broker) => broker.log().includes(STARTED), READY_WITHIN_MS);
  return { process, brokers: `127.0.0.1:${options.port}` };
}

function writeConfiguration(options: KafkaOptions): { properties: string; log4j: string } {
  mkdirSync(options.dataDir, { recursive: true });
  const properties = join(options.dataDir, 'server.properties');
  const log4j = join(options.dataDir, 'log4j2.xml');
  writeFileSync(properties, propertiesOf(options));
  writeFileSync(log4j, log4jOf(options.loggers ?? ''));
  return { properties, log4j };
}

/** One node is broker and controller; what Kafka replicates three times by default is kept once. */
function propertiesOf({ dataDir, port, controllerPort, properties = {} }: KafkaOptions): string {
  const values = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': join(dataDir, 'log').replaceAll('\\', '/'),
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    // Tests of crashes need not wait for the broker's least session of six seconds.
    'group.min.session.timeout.ms': 1000,
    // Collecting commits before writing them costs 6 ms per hop and gains nothing on one machine.
    'group.coordinator.append.linger.ms': 0,
    'log.cleaner.dedupe.buffer.size': 16_777_216,
    ...properties,
  };
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

async function format({ java, lib, dataDir, formatArguments = [] }: KafkaOptions, properties: string): Promise<void> {
  const args = ['-cp', join(lib, '*'), 'kafka.tools.StorageTool', 'format', '--ignore-formatted'];
  const result = await runCommand(java, [...args, '-t', clusterIdOf(dataDir), '-c', properties, ...formatArguments], {
    cwd: dataDir,
  });
  if (result.code !== 0) throw new Error(`Kafka's data folder could not be made: ${lastLineOf(result)}`);
}

/** A Kafka UUID is 16 bytes in URL-safe base64; it may not begin with a dash. */
function clusterIdOf(dataDir: string): string {
  const file = join(dataDir, 'cluster-id');
  if (!existsSync(file)) writeFileSync(file, `A${randomBytes(16).toString('base64url').slice(1)}`);
  return readFileSync(file, 'utf8');
}
