import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { PROJECT_ROOT } from '../paths';

export interface StepResult {
  ok: boolean;
  seconds: number;
  /** Everything that it printed, in the order in which it did. */
  output: string;
}

const INTERRUPTIONS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const running = new Set<(signal: NodeJS.Signals) => void>();
for (const interruption of INTERRUPTIONS) process.on(interruption, () => running.forEach((end) => end(interruption)));

/** More than any step takes, `npm run test:full` included: what is still running then, hangs. */
const PATIENCE_MS = 60 * 60_000;

/** Runs `npm ARGS`; an interruption ends the step, and with it, in order, all the rest. A step that hangs is ended too. */
export function npmStep(args: readonly string[], env: NodeJS.ProcessEnv): Promise<StepResult> {
  const begun = performance.now();
  const output: string[] = [];
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, {
      cwd: PROJECT_ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const handOn = (signal: NodeJS.Signals): void => void child.kill(signal);
    running.add(handOn);
    const hanging = setTimeout(() => {
      output.push(`\nstill running after ${PATIENCE_MS / 60_000} minutes: ended\n`);
      handOn('SIGTERM');
    }, PATIENCE_MS);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => output.push(text.toString()));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(hanging);
      running.delete(handOn);
      const exitCode = code ?? 128 + constants.signals[signal as NodeJS.Signals];
      resolve({ ok: exitCode === 0, seconds: (performance.now() - begun) / 1000, output: output.join('') });
    });
  });
}
