import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../stack/processes/run-command';
import { PROJECT_ROOT } from '../../stack/paths';

const UP = 'everything is up';
const UP_WITHIN_MS = 15 * 60_000;

export interface Starts {
  cold_s: number;
  /** Of the starts after the first. */
  warm_s: number[];
}

/** `npm start` until everything is up: first in a fresh clone of HEAD with empty package caches, then again. */
export async function measureStarts(warm: number): Promise<Starts> {
  const scratch = mkdtempSync(join(tmpdir(), 'trademaster-starts-'));
  try {
    const clone = join(scratch, 'clone');
    const { code, stderr } = await runCommand('git', ['clone', '--quiet', PROJECT_ROOT, clone], {});
    if (code !== 0) throw new Error(`git clone: ${stderr}`);
    const caches = {
      npm_config_cache: join(scratch, 'npm'),
      PIP_CACHE_DIR: join(scratch, 'pip'),
      UV_CACHE_DIR: join(scratch, 'uv'),
    };
    const cold_s = await startSeconds(clone, caches);
    const warm_s: number[] = [];
    for (let start = 0; start < warm; start += 1) warm_s.push(await startSeconds(clone, caches));
    return { cold_s, warm_s };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Seconds from the command to its word; then it is stopped as Ctrl-C does. */
function startSeconds(cwd: string, env: Record<string, string>): Promise<number> {
  const begun = performance.now();
  const child = spawn('npm', ['start'], { cwd, env: { ...process.env, ...env }, detached: true });
  let seconds: number | undefined;
  let output = '';
  const interrupt = (): void => void process.kill(-(child.pid as number), 'SIGINT');
  const timer = setTimeout(interrupt, UP_WITHIN_MS);
  const read = (text: Buffer): void => {
    output += text.toString();
    if (seconds !== undefined || !output.includes(UP)) return;
    seconds = (performance.now() - begun) / 1000;
    interrupt();
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(timer);
      if (seconds === undefined) reject(new Error(`npm start did not come up:\n${output.slice(-2000)}`));
      else resolve(seconds);
    });
  });
}
