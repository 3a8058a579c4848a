import { startTemporaryInfra } from './infra/temporary-infra';
import { provisionBrowser } from './provision/browser';
import { provisionToolchain } from './provision/toolchain';
import { npmStep } from './tests/test-step';

const TESTS = 'given no decision yet|README shows this picture';

/** `npm run picture`: the tests that make README's picture, and keep what they made instead of comparing with it. */
async function main(): Promise<boolean> {
  const say = (line: string) => console.log(line);
  await provisionToolchain({ kafka: true, mlflow: true }, say);
  await provisionBrowser(say);
  const infra = await startTemporaryInfra(say);
  try {
    const jest = ['--selectProjects', 'browser', '--runInBand', '--forceExit', '--testNamePattern', TESTS, '-u'];
    const { ok, output } = await npmStep(['run', '--silent', 'jest', '--', ...jest], { ...process.env, ...infra.env });
    console.log(ok ? 'docs/images/page.png is the page as it is now: look at it before you commit it' : output);
    return ok;
  } finally {
    await infra.stop();
  }
}

main().then(
  (ok) => process.exit(ok ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
