import { ProvisionError } from './provision-error';
import { lastLineOf, runCommand } from '../processes/run-command';

export interface Python {
  command: string;
  version: string;
}

const CANDIDATES = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const OLDEST_MINOR = 10;

/**
 * A Python of at least 3.10 on the PATH: the oldest that the pinned packages have wheels for.
 * Throws ProvisionError with the versions that were found.
 */
export async function findPython(): Promise<Python> {
  const seen: string[] = [];
  for (const command of CANDIDATES) {
    const result = await runCommand(command, ['-c', 'import sys; print("%d.%d.%d" % sys.version_info[:3])'], {
      timeoutMs: 10_000,
    });
    if (result.code !== 0) continue;
    const version = result.stdout.trim();
    const [major, minor] = version.split('.').map(Number) as [number, number];
    if (major === 3 && minor >= OLDEST_MINOR) return { command, version };
    seen.push(`${command} is ${version}`);
  }
  throw new ProvisionError(
    `Python 3.${OLDEST_MINOR} or newer is needed for MLflow and for fetching Kafka` +
      ` (${seen.length === 0 ? 'none was found on the PATH' : seen.join(', ')})`,
  );
}

/** pip, as a command and its first arguments, without asking for python3-venv where the machine already has pip. */
export async function findPip(python: Python): Promise<string[]> {
  const asModule = await runCommand(python.command, ['-m', 'pip', '--version'], { timeoutMs: 20_000 });
  if (asModule.code === 0) return [python.command, '-m', 'pip'];
  const bundled = await runCommand(python.command, [
    '-c',
    'import ensurepip, glob, os; print(glob.glob(os.path.join(os.path.dirname(ensurepip.__file__), "_bundled", "pip-*.whl"))[0])',
  ]);
  if (bundled.code === 0) return [python.command, `${bundled.stdout.trim()}/pip`];
  throw new ProvisionError(
    `Python ${python.version} (${python.command}) has neither pip nor ensurepip (${lastLineOf(bundled)}); ` +
      'on Debian and Ubuntu they are in the package python3-venv',
  );
}
