import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** What a command finds running. */
export interface Servers {
  /** Their addresses, for the command's environment. */
  env: Record<string, string>;
  /** The program that a command's name stands for, where it is not the machine's own. */
  programs?: Record<string, string>;
  stop(): Promise<void>;
}

/**
 * `NAME -- COMMAND [ARGUMENT…]`: starts the servers, runs the command, stops them, and ends the process as the command
 * or the interruption did.
 */
export function withServers(name: string, start: () => Promise<Servers>): void {
  main(name, start, process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    },
  );
}

async function main(name: string, start: () => Promise<Servers>, args: string[]): Promise<number> {
  const [separator, command, ...rest] = args;
  if (separator !== '--' || command === undefined) {
    console.error(`usage: ${name} -- COMMAND [ARGUMENT…]`);
    return 2;
  }
  const interrupted = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve(128 + constants.signals[signal]));
    }
  });
  const servers = await start();
  try {
    const program = servers.programs?.[command] ?? command;
    return await Promise.race([run(program, rest, { ...process.env, ...servers.env }), interrupted]);
  } finally {
    await servers.stop();
  }
}

function run(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal as NodeJS.Signals]));
  });
}
