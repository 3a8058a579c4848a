import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTemporaryInfra } from './infra/temporary-infra';
import { provisionBrowser } from './provision/browser';
import { ProvisionError } from './provision/provision-error';
import { provisionToolchain } from './provision/toolchain';
import { type Counts, jestCounts, NOTHING, ONE_FAILED, sum } from './tests/jest-counts';
import { pytestCounts } from './tests/pytest-counts';
import { npmStep } from './tests/test-step';

const CHECKS = ['format:check', 'lint', 'types', 'boundaries', 'deadcode', 'documents:check'];

/** One jest call; its name is its project's unless it runs a part of one. */
interface Suite {
  name: string;
  args: string[];
}

/** Suites in turn on a Kafka, PostgreSQL and MLflow of their own. */
type Lane = Suite[];

const suite = (name: string, ...args: string[]): Suite => ({ name, args });
// One file at a time where services are shared: tests there wait for each other's processes otherwise. The end is
// forced: a test that failed half-way has left a server open, and its report matters more than that.
const shared = (name: string, project: string, ...args: string[]): Suite =>
  suite(name, '--selectProjects', project, '--runInBand', '--forceExit', ...args);

const DELIVERY = 'test/delivery/';
const CHAOS = 'chaos/campaign';
const PARTS: Lane = [
  shared('integration', 'integration'),
  shared('e2e: requirements', 'e2e', '--testPathIgnorePatterns', DELIVERY, CHAOS),
  shared('e2e: chaos', 'e2e', '--testPathPatterns', CHAOS),
];
const DELIVERIES: Lane = [shared('e2e: delivery', 'e2e', '--testPathPatterns', DELIVERY)];
/** On services of its own: it begins where nobody has decided anything. */
const PAGE: Lane = [shared('browser', 'browser')];
const FULL: Lane = [shared('full', 'full')];

/** `npm test` and `npm run test:full`, after bin/test.cjs has installed and built. */
class TestRun {
  private readonly counted: Counts[] = [];
  private readonly results = mkdtempSync(join(tmpdir(), 'trademaster-results-'));
  private readonly begun = performance.now();

  /** True when nothing failed. What is cheap comes first, and what follows it only if it was well. */
  async all(): Promise<boolean> {
    for (const check of CHECKS) if (!(await this.check(check))) return false;
    if (!(await this.jest(suite('unit', '--selectProjects', 'unit'), process.env))) return false;
    await provisionToolchain({ kafka: true, mlflow: true }, (line) => console.log(line));
    await this.browser();
    // Two at a time: most of their time is waiting, and a third would make all of them slower.
    const [parts, others] = await Promise.all([this.lane(PARTS), this.airflowDeliveriesAndPage()]);
    return parts && others;
  }

  async full(): Promise<boolean> {
    await provisionToolchain({ kafka: true, mlflow: true }, (line) => console.log(line));
    return this.lane(FULL);
  }

  /** Without one the tests of the page are skipped and counted so; in CI they fail. */
  private async browser(): Promise<void> {
    try {
      await provisionBrowser((line) => console.log(line));
    } catch (error) {
      if (!(error instanceof ProvisionError)) throw error;
      console.log(`\n!! ${error.message}\n`);
    }
  }

  private async airflowDeliveriesAndPage(): Promise<boolean> {
    const airflow = await this.pytest();
    const deliveries = await this.lane(DELIVERIES);
    const page = await this.lane(PAGE);
    return airflow && deliveries && page;
  }

  /** The last line stands alone in the form that build servers look for: `N passed, N failed`. */
  summary(ok: boolean): string {
    rmSync(this.results, { recursive: true, force: true });
    const { passed, failed, skipped } = sum(this.counted);
    const minutes = ((performance.now() - this.begun) / 60_000).toFixed(1);
    const left = skipped === 0 ? '' : `, ${skipped} skipped`;
    return `\n${ok ? 'OK' : 'NOT OK'} after ${minutes} minutes\n${passed} passed, ${failed} failed${left}`;
  }

  private async lane(lane: Lane): Promise<boolean> {
    const infra = await startTemporaryInfra(() => undefined);
    try {
      const env = { ...process.env, ...infra.env };
      for (const part of lane) if (!(await this.jest(part, env))) return false;
      return true;
    } finally {
      await infra.stop();
    }
  }

  /** A check that fails counts like a test that fails. */
  private async check(script: string): Promise<boolean> {
    const ok = await this.step(script, ['run', '--silent', script]);
    this.counted.push(ok ? NOTHING : ONE_FAILED);
    return ok;
  }

  private async jest({ name, args }: Suite, env: NodeJS.ProcessEnv): Promise<boolean> {
    const file = join(this.results, `${name.replaceAll(/\W+/g, '-')}.json`);
    const ok = await this.step(name, ['run', '--silent', 'jest', '--', ...args, '--json', '--outputFile', file], env);
    this.counted.push(jestCounts(file, ok));
    return ok;
  }

  /** The DAG's tests, on a whole pipeline and an Airflow of their own. */
  private async pytest(): Promise<boolean> {
    const file = join(this.results, 'airflow.xml');
    const ok = await this.step('airflow', ['run', '--silent', 'test:airflow', '--', '--junitxml', file]);
    this.counted.push(pytestCounts(file, ok));
    return ok;
  }

  /** Says at once that it begins, and shows what it printed when it has ended: side by side they would be mixed up. */
  private async step(name: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
    console.log(`── ${name} …`);
    const { ok, seconds, output } = await npmStep(args, env);
    console.log(`\n── ${name}\n${output.trimEnd()}\n── ${name}: ${ok ? 'ok' : 'FAILED'} (${Math.round(seconds)} s)\n`);
    return ok;
  }
}

async function main([what]: string[]): Promise<void> {
  const run = new TestRun();
  const ok = what === 'full' ? await run.full() : await run.all();
  console.log(run.summary(ok));
  process.exitCode = ok ? 0 : 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
