import { constants } from 'node:os';
import { Launcher } from './launcher';
import { ProvisionError } from './provision/provision-error';

/** `npm start`, after bin/start.cjs has installed and built. */
async function main(): Promise<void> {
  const launcher = new Launcher((line) => console.log(line));
  await launcher.takeOver();
  stopOnSignals(launcher);
  try {
    await launcher.start(process.env);
    const decided = await launcher.showDecision();
    if (!decided) console.log('\nthe sample run did not succeed: see above, and the logs');
    console.log(`\neverything is up; Ctrl-C stops it\n${launcher.describe()}`);
  } catch (error) {
    if (launcher.isStopping) return;
    await launcher.stop();
    throw error;
  }
}

/** The first signal stops everything in order; a process that does not end is killed after its time. */
function stopOnSignals(launcher: Launcher): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      console.log('\nstopping everything');
      launcher.stop().then(
        () => process.exit(signal === 'SIGINT' ? 0 : 128 + constants.signals[signal]),
        (error: unknown) => fail(error),
      );
    });
  }
}

function fail(error: unknown): never {
  const expected = error instanceof ProvisionError || (error instanceof Error && error.cause === undefined);
  console.error(`\n${expected ? error.message : String((error as Error)?.stack ?? error)}`);
  process.exit(1);
}

main().catch(fail);
