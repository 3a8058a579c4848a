import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface UnixUser {
  name: string;
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root; when we are, it runs as one of these, whichever the machine has. */
const UNPRIVILEGED = ['postgres', 'nobody'];
/** Where root's PostgreSQL lives when its user may not enter the checkout. */
export const PUBLIC_HOME = '/var/lib/trademaster-stack';

/** The user that PostgreSQL has to run as; undefined when it can be ourselves. */
export function postgresUser(): UnixUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of UNPRIVILEGED) {
    const uid = numberOf('-u', name);
    const gid = numberOf('-g', name);
    if (uid !== undefined && gid !== undefined && uid !== 0) return { name, uid, gid };
  }
  throw new Error(`PostgreSQL does not run as root, and there is no user ${UNPRIVILEGED.join(' or ')} to run it as`);
}

/**
 * A folder in which this user may work: the wished-for one, or, when some folder above it is closed to the user (a
 * checkout below /root, for example), one below a public home. Exists afterwards and belongs to the user.
 */
export function folderFor(user: UnixUser | undefined, wish: string, fallbackName: string): string {
  mkdirSync(wish, { recursive: true });
  if (user === undefined) return wish;
  chownSync(wish, user.uid, user.gid);
  if (mayEnter(user, wish)) return wish;
  const fallback = join(PUBLIC_HOME, fallbackName);
  mkdirSync(fallback, { recursive: true });
  chownSync(fallback, user.uid, user.gid);
  return fallback;
}

/** Whether the user can reach and run a program. */
export function mayRun(user: UnixUser, program: string): boolean {
  return spawnSync(program, ['--version'], { uid: user.uid, gid: user.gid, cwd: '/' }).status === 0;
}

function mayEnter(user: UnixUser, folder: string): boolean {
  const { uid, gid } = user;
  return spawnSync('/bin/sh', ['-c', 'cd "$0" && test -w .', folder], { uid, gid, cwd: '/' }).status === 0;
}

function numberOf(flag: string, name: string): number | undefined {
  try {
    return Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}
