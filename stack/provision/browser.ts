import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { PROJECT_ROOT, PROVISION_DIR } from '../paths';
import { type CommandResult, lastLineOf } from '../processes/run-command';
import { runWhileItGetsFurther } from '../processes/watched-command';
import { ProvisionError } from './provision-error';
import { folderOf, provision, type ProvisionStep, type Say } from './provision-step';

/** A Chromium that says its version when it is asked. */
export interface Browser {
  path: string;
  version: string;
}

/** Where a browser is looked for, and put. */
export interface BrowserMachine {
  env: NodeJS.ProcessEnv;
  provisionDir: string;
  /** Where Playwright keeps what it downloaded for other projects. */
  playwrightCache: string;
  /** Who may install Debian's. */
  isRoot: boolean;
  /** How long a download may stand still. */
  patienceMs: number;
}

const THIS_MACHINE: BrowserMachine = {
  env: process.env,
  provisionDir: PROVISION_DIR,
  playwrightCache: join(
    homedir(),
    ...(process.platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']),
    'ms-playwright',
  ),
  isRoot: process.getuid?.() === 0,
  patienceMs: 25_000,
};

const STEP = { name: 'chromium' };
/** Of any version that Playwright has downloaded; its browsers without windows first, for they are smaller. */
const DOWNLOADED = [
  'chromium_headless_shell-*/*/{chrome-headless-shell,headless_shell}',
  'chromium-*/*/chrome',
  'chromium-*/*/*.app/Contents/MacOS/*',
];
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const HELP =
  'Install one (on Debian as root: apt-get install chromium), or set CHROMIUM_PATH to the Chromium or Chrome that is there';

/**
 * The browser for the tests of the page: CHROMIUM_PATH's, one that Playwright has downloaded, or one on the PATH;
 * undefined when there is none. Throws ProvisionError when CHROMIUM_PATH is set and none answers there.
 */
export function findBrowser(machine = THIS_MACHINE): Browser | undefined {
  const given = machine.env.CHROMIUM_PATH;
  if (given) return browserAt(given) ?? failed(`CHROMIUM_PATH is ${given}: no browser answers there`);
  for (const path of candidates(machine)) {
    const browser = browserAt(path);
    if (browser !== undefined) return browser;
  }
  return undefined;
}

/**
 * The same, and where there is none, it is installed: by Playwright's own download, else, as root on Debian, by apt-get.
 * Throws ProvisionError that says why each of them failed, and what to do.
 */
export async function provisionBrowser(say: Say, machine = THIS_MACHINE): Promise<Browser> {
  const there = findBrowser(machine);
  if (there !== undefined) return there;
  const refusals: string[] = [];
  for (const [name, install] of [
    ["Playwright's download", byPlaywright],
    ['apt-get', byApt],
  ] as const) {
    try {
      await install(machine, say);
      const installed = findBrowser(machine);
      if (installed !== undefined) return installed;
      refusals.push(`${name}: what it brought does not start`);
    } catch (error) {
      if (!(error instanceof ProvisionError)) throw error;
      refusals.push(`${name}: ${error.message}`);
    }
  }
  throw new ProvisionError(['no Chromium for the tests of the page', ...refusals, HELP].join('\n  '));
}

function* candidates({ env, provisionDir, playwrightCache }: BrowserMachine): Iterable<string> {
  const folders = [env.PLAYWRIGHT_BROWSERS_PATH, folderOf(STEP, provisionDir), playwrightCache];
  for (const folder of folders.filter((path) => path !== undefined && existsSync(path)))
    yield* DOWNLOADED.flatMap((cwd) => globSync(cwd, { cwd: folder }).map((path) => join(folder as string, path)));
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => COMMANDS.map((command) => join(folder, command)));
  yield* onPath.filter((path) => existsSync(path));
}

/** Asked, because there are some that only say how to get a real one, or lack a library. */
function browserAt(path: string): Browser | undefined {
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  const [version] = status === 0 ? (/\d+(\.\d+)+/.exec(stdout) ?? []) : [];
  return version === undefined ? undefined : { path, version };
}

async function byPlaywright(machine: BrowserMachine, say: Say): Promise<void> {
  const step: ProvisionStep = {
    ...STEP,
    purpose: "Chromium without windows, for the tests of the page; Playwright's download",
    downloadMb: 115,
    diskMb: 290,
    recipe: 'chromium-headless-shell of playwright-core 1.65.1',
    async install(folder) {
      const installer = join(PROJECT_ROOT, 'node_modules', 'playwright-core', 'cli.js');
      const env = { ...machine.env, PLAYWRIGHT_BROWSERS_PATH: folder };
      const args = [installer, 'install', '--only-shell', 'chromium'];
      await watched(process.execPath, args, { ...machine, env }, say);
      if ([...candidates(machine)].every((path) => browserAt(path) === undefined))
        throw new ProvisionError('it came, but does not start: npx playwright-core install-deps says what it needs');
    },
  };
  await provision([step], machine.provisionDir, say);
}

async function byApt(machine: BrowserMachine, say: Say): Promise<void> {
  const isDebian = existsSync('/etc/debian_version');
  if (!isDebian || !machine.isRoot) throw new ProvisionError('only as root, on Debian');
  const patient = { ...machine, env: { ...machine.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const options = ['Acquire::http::Timeout=10', 'Acquire::Retries=1', 'DPkg::Lock::Timeout=20', 'APT::Status-Fd=1'];
  const apt = (...args: string[]) =>
    watched('apt-get', [...options.flatMap((option) => ['-o', option]), ...args], patient, say);
  say("  chromium: Debian's instead, by apt-get");
  await apt('update');
  await apt('install', '-y', '--no-install-recommends', 'chromium');
}

async function watched(command: string, args: string[], { env, patienceMs }: BrowserMachine, say: Say): Promise<void> {
  let told = 0;
  const result = await runWhileItGetsFurther(command, args, {
    env,
    patienceMs,
    percentOf,
    onPercent(percent) {
      if (percent < told + 25) return;
      told = Math.floor(percent / 25) * 25;
      say(`  chromium: ${told} %`);
    },
  });
  if (result.code !== 0) throw new ProvisionError(reasonOf(result));
}

/** Playwright's `|■■■   |  40% of 110.3 MiB`, apt's `dlstatus:1:40.0000:Retrieving …` and `pmstatus:chromium:40.0000:…`. */
function percentOf(line: string): number | undefined {
  const [, playwrights, apts] = /\|\s*(\d+)% of |^(?:dl|pm)status:.+?:([\d.]+):/.exec(line) ?? [];
  const percent = playwrights ?? apts;
  return percent === undefined ? undefined : Number(percent);
}

/** What began the trouble; what follows in both tools' output only says that there was some. */
function reasonOf(result: CommandResult): string {
  const first = /^(?:Error|E): .*/m.exec(`${result.stderr}\n${result.stdout}`)?.[0];
  return result.code === null || first === undefined ? lastLineOf({ ...result, stdout: '' }) : first;
}

function failed(message: string): never {
  throw new ProvisionError(message);
}
