import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { CommandResult } from './run-command';

export interface Watch {
  env: NodeJS.ProcessEnv;
  /** How far a line of the output says that it is, in percent; undefined for the other lines. */
  percentOf(line: string): number | undefined;
  onPercent(percent: number): void;
  /** It is ended when it has not got further for so long. */
  patienceMs: number;
}

/**
 * Runs a program for as long as it gets further, and returns what it said, without the lines of its progress. One that
 * cannot be started, or was ended because it stood still, has code null and a last line that says so.
 */
export function runWhileItGetsFurther(command: string, args: string[], watch: Watch): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: watch.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    let last: number | undefined;
    const standsStill = setTimeout(() => {
      stderr += `\nnothing came for ${watch.patienceMs / 1000} s: ended`;
      child.kill();
    }, watch.patienceMs);
    createInterface(child.stdout).on('line', (line) => {
      const percent = watch.percentOf(line);
      if (percent === undefined) stdout += `${line}\n`;
      else if (percent !== last) {
        last = percent;
        standsStill.refresh();
        watch.onPercent(percent);
      }
    });
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const end = (code: number | null, why = ''): void => {
      clearTimeout(standsStill);
      resolve({ code, stdout, stderr: stderr + why });
    };
    child.once('error', (error) => end(null, error.message));
    child.once('close', (code) => end(code));
  });
}
