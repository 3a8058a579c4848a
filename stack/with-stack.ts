import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { startTemporaryInfra } from './infra/temporary-infra';

/**
 * `node dist/stack/with-stack.js -- COMMAND…`: starts fresh, private Kafka, PostgreSQL and MLflow, runs the command
 * with KAFKA_BROKERS, DATABASE_URL, MLFLOW_TRACKING_URI, STACK_PYTHON, STACK_QUANTSTATS and STACK_AUTOGEN set, stops everything, and ends as it did.
 */
async function main(args: string[]): Promise<number> {
  const [separator, command, ...rest] = args;
  if (separator !== '--' || command === undefined) {
    console.error('usage: with-stack -- COMMAND [ARGUMENT…]');
    return 2;
  }
  const interrupted = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve(128 + constants.signals[signal]));
    }
  });
  const infra = await startTemporaryInfra((line) => console.error(line));
  try {
    return await Promise.race([run(command, rest, { ...process.env, ...infra.env }), interrupted]);
  } finally {
    await infra.stop();
  }
}

function run(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal as NodeJS.Signals]));
  });
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
