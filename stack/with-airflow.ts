import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { PipelineWithAirflow } from './airflow/pipeline-with-airflow';

/**
 * `node dist/stack/with-airflow.js -- COMMAND…`: starts fresh, private Kafka, PostgreSQL, MLflow, the six services and
 * Airflow, runs the command with their addresses in its environment, stops everything, and ends as it did. `python` as
 * the command is Airflow's own.
 */
async function main(args: string[]): Promise<number> {
  const [separator, command, ...rest] = args;
  if (separator !== '--' || command === undefined) {
    console.error('usage: with-airflow -- COMMAND [ARGUMENT…]');
    return 2;
  }
  const interrupted = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve(128 + constants.signals[signal]));
    }
  });
  const pipeline = await PipelineWithAirflow.start((line) => console.error(line));
  try {
    const program = command === 'python' ? pipeline.airflow.python : command;
    return await Promise.race([run(program, rest, { ...process.env, ...pipeline.env }), interrupted]);
  } finally {
    await pipeline.stop();
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
