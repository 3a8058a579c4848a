import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { identityOf, isRunning, type ProcessIdentity } from './process-identity';
import { waitUntil } from './wait-until';

const HALF_AN_HOUR_MS = 30 * 60_000;

/** Runs one at a time over all processes that know the file. A lock whose owner died is taken over. */
export async function withLockFile<T>(path: string, work: () => Promise<T>, say: (line: string) => void): Promise<T> {
  let owner = takeLockFile(path);
  if (owner !== undefined) say(`waiting for process ${owner.pid}, which is at it already`);
  await waitUntil(() => owner === undefined || (owner = takeLockFile(path)) === undefined, {
    what: `the release of ${path}`,
    timeoutMs: HALF_AN_HOUR_MS,
    everyMs: 500,
  });
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** Takes the lock and returns undefined, or returns the running process that has it. */
export function takeLockFile(path: string): ProcessIdentity | undefined {
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(identityOf(process.pid)), { flag: 'wx' });
      return undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = ownerOf(path);
    if (owner !== undefined && isRunning(owner)) return owner;
    rmSync(path, { force: true });
  }
}

/** Undefined for a lock that was released meanwhile, or whose owner died while it wrote. */
function ownerOf(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
