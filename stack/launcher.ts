import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLE_SYMBOL } from '@trademaster/contracts';
import { stopAirflow } from './airflow/airflow-record';
import { type Infra, startInfra } from './infra/infra';
import { DATA_DIR, LOGS_DIR, PROJECT_ROOT, STACK_DIR } from './paths';
import { takeLockFile } from './processes/lock-file';
import type { ManagedProcess } from './processes/managed-process';
import { isRunning, lineage, type ProcessIdentity } from './processes/process-identity';
import type { Say } from './provision/provision-step';
import { registerSampleSymbol } from './sample-symbol';
import { SERVICES } from './services/service-names';
import { addressesOf, planServices, type ServiceSpec, waitUntilReady } from './services/services';
import { SupervisedProcess } from './services/supervised-process';
import { readState, recordOf, removeState, writeState } from './state-file';
import { stopStack } from './stop-stack';
import { USUAL_PORTS } from './usual-ports';

const LOCK_FILE = join(STACK_DIR, 'launcher.lock');
/** This process, bin/start.cjs, npm or the shell that it uses, npm. */
const LINEAGE = 4;
const INFRA = ['mlflow', 'kafka', 'postgres'];

/** `npm start`: brings everything up, shows one decision, stays until it is asked to stop, and then leaves nothing. */
export class Launcher {
  private readonly lineage = lineage(LINEAGE);
  private readonly me = this.lineage[0] as ProcessIdentity;
  private readonly processes: ManagedProcess[] = [];
  private readonly supervised: SupervisedProcess[] = [];
  private env: Record<string, string> = {};
  private urls: Record<string, string> = {};
  private stopping: Promise<void> | undefined;

  constructor(private readonly say: Say) {}

  /**
   * Throws when somebody runs another launcher in this checkout. Ends what was left behind by one that was killed, or
   * whose `npm start` was.
   */
  async takeOver(): Promise<void> {
    mkdirSync(STACK_DIR, { recursive: true });
    const left = readState();
    if (left !== undefined && !left.lineage.every(isRunning)) await stopStack(this.say);
    const owner = takeLockFile(LOCK_FILE);
    if (owner !== undefined) {
      throw new Error(`it runs already (process ${owner.pid}): stop it with Ctrl-C there, or with: npm run down`);
    }
    this.record();
  }

  /** Kafka, PostgreSQL, MLflow, then the services; each part only where no address of another one is given. */
  async start(given: NodeJS.ProcessEnv): Promise<void> {
    const infra = await this.startInfra(given);
    this.say('starting the services');
    const env = { ...infra.env };
    if (given.WEBUI_BASE_URL) env.WEBUI_BASE_URL = given.WEBUI_BASE_URL;
    const onSpawn = this.onSpawn;
    const plan = await planServices({ env, logsDir: LOGS_DIR, wishedPorts: USUAL_PORTS, onSpawn });
    this.env = { ...env, ...addressesOf(plan, env) };
    this.urls = Object.fromEntries(plan.map(({ name, url }) => [name, url]));
    await Promise.all(plan.map((service) => this.startService(service)));
    this.record();
    this.say(`  ${plan.map(({ name }) => name).join(', ')} are ready`);
  }

  /** Registers the sample symbol and asks for a decision on it, by the same command that people use. */
  async showDecision(): Promise<boolean> {
    await registerSampleSymbol(this.env.WEBUI_BASE_URL as string, process.env.WEBUI_TOKEN);
    this.say(`\na decision on the sample symbol: npx trademaster run --symbol ${SAMPLE_SYMBOL} --wait\n`);
    const cli = join(PROJECT_ROOT, 'dist', 'apps', 'cli', 'src', 'main.js');
    const child = spawn(process.execPath, [...process.execArgv, cli, 'run', '--symbol', SAMPLE_SYMBOL, '--wait'], {
      stdio: 'inherit',
      env: { ...process.env, ...this.env },
    });
    return new Promise((resolve) => child.once('exit', (code) => resolve(code === 0)));
  }

  get isStopping(): boolean {
    return this.stopping !== undefined;
  }

  /** Services first, then what they use. Safe to call at any moment, and more than once. */
  stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  private async stopAll(): Promise<void> {
    await stopAirflow(this.say);
    await Promise.all(this.supervised.map((service) => service.stop()));
    const isInfra = ({ spec }: ManagedProcess) => INFRA.includes(spec.name);
    await Promise.all(this.processes.filter((process) => !isInfra(process)).map((process) => process.stop()));
    for (const name of INFRA) {
      for (const process of this.processes.filter(({ spec }) => spec.name === name)) await process.stop();
    }
    removeState();
    rmSync(LOCK_FILE, { force: true });
  }

  private async startInfra(given: NodeJS.ProcessEnv): Promise<Infra> {
    const { KAFKA_BROKERS, DATABASE_URL, MLFLOW_TRACKING_URI } = given;
    this.say('starting PostgreSQL, Kafka and MLflow (those whose address is not given)');
    return startInfra({
      dataDir: DATA_DIR,
      logsDir: LOGS_DIR,
      given: { KAFKA_BROKERS, DATABASE_URL, MLFLOW_TRACKING_URI },
      wishedPorts: USUAL_PORTS,
      say: this.say,
      onSpawn: this.onSpawn,
    });
  }

  private async startService(service: ServiceSpec): Promise<void> {
    const supervised = await SupervisedProcess.start(service.spec, this.say);
    this.supervised.push(supervised);
    await waitUntilReady(service, () => (supervised.gaveUp === undefined ? undefined : new Error(supervised.gaveUp)));
  }

  /** From its first moment a process is on record: whoever comes after a kill -9 finds it. */
  private readonly onSpawn = (started: ManagedProcess): void => {
    this.processes.push(started);
    this.record();
    if (this.stopping !== undefined) void started.stop();
    if (INFRA.includes(started.spec.name)) void this.sayWhenItEnds(started);
  };

  /** Services are started again by themselves; what they use is not, because its data may need somebody's eyes. */
  private async sayWhenItEnds({ spec, exited }: ManagedProcess): Promise<void> {
    const { code, signal } = await exited;
    if (this.isStopping) return;
    this.say(`${spec.name} ended (${signal ?? `exit code ${code}`}): see ${spec.logFile}, then stop and start again`);
  }

  private record(): void {
    const alive = this.processes.filter((process) => process.exit === undefined);
    const rank = ({ spec }: ManagedProcess) => 1 + INFRA.indexOf(spec.name);
    const processes = alive.sort((a, b) => rank(a) - rank(b)).map(recordOf);
    writeState({ launcher: this.me, lineage: this.lineage, processes, env: this.env, urls: this.urls });
  }

  /** Where to look, for people. */
  describe(): string {
    const lines = [
      ['web page', this.env.WEBUI_BASE_URL],
      ['MLflow', this.env.MLFLOW_TRACKING_URI],
      ['Kafka', this.env.KAFKA_BROKERS],
      ['logs', LOGS_DIR],
      [
        'services',
        SERVICES.filter((name) => this.urls[name])
          .map((name) => `${name} ${this.urls[name]}`)
          .join('  '),
      ],
    ];
    return lines.map(([name, value]) => `  ${(name as string).padEnd(9)} ${value}`).join('\n');
  }
}
