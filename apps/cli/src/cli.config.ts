import { PipelineError } from '@trademaster/errors';

/** Addresses that commands may need, named like their environment variables. */
export const ADDRESSES = [
  'KAFKA_BROKERS',
  'WEBUI_BASE_URL',
  'PERSISTER_BASE_URL',
  'MLFLOW_TRACKING_URI',
  'DATABASE_URL',
] as const;
export type Address = (typeof ADDRESSES)[number];

/** Where things are: from the environment, else from what `npm start` runs in this checkout. */
export class CliConfig {
  private readonly known: Partial<Record<Address, string>>;

  constructor(environment: NodeJS.ProcessEnv, running: Record<string, string> = {}) {
    this.known = Object.fromEntries(ADDRESSES.map((name) => [name, environment[name] || running[name] || undefined]));
  }

  find(name: Address): string | undefined {
    return this.known[name];
  }

  /** Throws `environment_invalid` that says how to come by the address. */
  need(name: Address): string {
    const value = this.known[name];
    if (value !== undefined) return value;
    throw new PipelineError('environment_invalid', `${name} is not set, and nothing was started here with npm start`, {
      field: name,
    });
  }

  get brokers(): string[] {
    return this.need('KAFKA_BROKERS').split(',');
  }
}

/** Who asks, for the trail of a retry. */
export function userName(environment: NodeJS.ProcessEnv = process.env): string {
  return environment.USER ?? environment.LOGNAME ?? environment.USERNAME ?? 'cli';
}
