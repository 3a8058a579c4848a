import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process by its number and the moment it started: numbers are given out again, this pair is not. */
export interface ProcessIdentity {
  pid: number;
  /** Opaque; equal texts mean the same start. */
  started: string;
}

/** Who runs under this number now; undefined when nobody does (a zombie counts as nobody). */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const started = process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether exactly this process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identityOf(identity.pid)?.started === identity.started;
}

/** This process and those that it descends from, at most `count` of them. */
export function lineage(count: number): ProcessIdentity[] {
  const line: ProcessIdentity[] = [];
  for (let pid: number | undefined = process.pid; pid !== undefined && pid > 1 && line.length < count;) {
    const identity = identityOf(pid);
    if (identity === undefined) break;
    line.push(identity);
    pid = parentOf(pid);
  }
  return line;
}

function parentOf(pid: number): number | undefined {
  if (pid === process.pid) return process.ppid;
  if (process.platform === 'linux') return Number(statFields(pid)?.[1]);
  return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }));
}

/** Clock ticks since boot, with the boot's own id: field 22 of /proc/PID/stat, counted after the parenthesised name. */
function startOnLinux(pid: number): string | undefined {
  const fields = statFields(pid);
  if (fields === undefined || fields[0] === 'Z') return undefined;
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot}:${fields[19]}`;
}

/** State, parent and so on: what follows the parenthesised name in /proc/PID/stat. */
function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

function startByPs(pid: number): string | undefined {
  try {
    const out = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return out === '' || out.startsWith('Z') ? undefined : out.slice(out.indexOf(' ')).trim();
  } catch (error) {
    if ((error as { status?: number }).status === 1) return undefined;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ESRCH';
}
