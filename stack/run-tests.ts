import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTemporaryInfra } from './infra/temporary-infra';
import { PROJECT_ROOT } from './paths';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface JestResults {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numRuntimeErrorTestSuites: number;
}

const INTERRUPTIONS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const CHECKS = ['format:check', 'lint', 'types', 'boundaries', 'deadcode'];

/** `npm test`, after bin/test.cjs has installed and built: everything in turn, ends at the first failure. */
class TestRun {
  private readonly total: Counts = { passed: 0, failed: 0, skipped: 0 };
  private readonly results = mkdtempSync(join(tmpdir(), 'trademaster-results-'));
  private readonly begun = performance.now();

  /** True when nothing failed. */
  async all(): Promise<boolean> {
    for (const check of CHECKS) if (!(await this.check(check))) return false;
    if (!(await this.jest('unit', process.env))) return false;
    const infra = await startTemporaryInfra((line) => console.log(line));
    try {
      const env = { ...process.env, ...infra.env };
      return (await this.jest('integration', env)) && (await this.jest('e2e', env));
    } finally {
      await infra.stop();
    }
  }

  /** The last line stands alone in the form that build servers look for: `N passed, N failed`. */
  summary(ok: boolean): string {
    rmSync(this.results, { recursive: true, force: true });
    const { passed, failed, skipped } = this.total;
    const minutes = ((performance.now() - this.begun) / 60_000).toFixed(1);
    const left = skipped === 0 ? '' : `, ${skipped} skipped`;
    return `\n${ok ? 'OK' : 'NOT OK'} after ${minutes} minutes\n${passed} passed, ${failed} failed${left}`;
  }

  /** A check that fails counts like a test that fails. */
  private async check(script: string): Promise<boolean> {
    const ok = await this.step(script, ['run', '--silent', script]);
    if (!ok) this.total.failed += 1;
    return ok;
  }

  private async jest(project: string, env: NodeJS.ProcessEnv): Promise<boolean> {
    const file = join(this.results, `${project}.json`);
    // One at a time where services are shared: tests there wait for each other's processes otherwise.
    const inBand = project === 'unit' ? [] : ['--runInBand'];
    const args = ['--selectProjects', project, '--json', '--outputFile', file, ...inBand];
    const ok = await this.step(project, ['run', '--silent', 'jest', '--', ...args], env);
    this.count(file, ok);
    return ok;
  }

  /** A suite that could not even be read counts as one failure. */
  private count(file: string, ok: boolean): void {
    if (!existsSync(file)) {
      this.total.failed += 1;
      return;
    }
    const results = JSON.parse(readFileSync(file, 'utf8')) as JestResults;
    this.total.passed += results.numPassedTests;
    this.total.failed += results.numFailedTests + results.numRuntimeErrorTestSuites;
    this.total.skipped += results.numPendingTests;
    if (!ok && this.total.failed === 0) this.total.failed = 1;
  }

  private async step(name: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
    const begun = performance.now();
    console.log(`\n── ${name}`);
    const code = await npm(args, env);
    console.log(`── ${name}: ${code === 0 ? 'ok' : 'FAILED'} (${Math.round((performance.now() - begun) / 1000)} s)`);
    return code === 0;
  }
}

/** An interruption ends the step, and with it, in order, all the rest: a terminal's Ctrl-C reaches the step by itself. */
function npm(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, { cwd: PROJECT_ROOT, env, stdio: 'inherit', shell: process.platform === 'win32' });
    const handOn = (signal: NodeJS.Signals) => child.kill(signal);
    for (const signal of INTERRUPTIONS) process.on(signal, handOn);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const interruption of INTERRUPTIONS) process.off(interruption, handOn);
      resolve(code ?? 128 + constants.signals[signal as NodeJS.Signals]);
    });
  });
}

async function main(): Promise<void> {
  const run = new TestRun();
  const ok = await run.all();
  console.log(run.summary(ok));
  process.exitCode = ok ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
