import { authorization, readEnvironment, Variable } from '@trademaster/environment';
import { PipelineError } from '@trademaster/errors';
import { type MlflowConnection, mlflowHeaders } from '@trademaster/mlflow';
import { IsOptional, IsString } from 'class-validator';

/** Addresses that commands may need, named like their environment variables. */
export const ADDRESSES = [
  'KAFKA_BROKERS',
  'WEBUI_BASE_URL',
  'PERSISTER_BASE_URL',
  'MLFLOW_TRACKING_URI',
  'DATABASE_URL',
] as const;
export type Address = (typeof ADDRESSES)[number];

/** What the command line reads beyond the addresses that the services have, too. */
export class CliEnvironment {
  @Variable("The persister's own address, for status and retry", { otherwise: 'that of what runs here' })
  @IsOptional()
  @IsString()
  PERSISTER_BASE_URL?: string;

  @Variable('Bearer token of the WebUI', { otherwise: 'none', secret: true })
  @IsOptional()
  @IsString()
  WEBUI_TOKEN?: string;
}

/** Where things are: from the environment, else from what `npm start` runs in this checkout. */
export class CliConfig {
  private readonly known: Partial<Record<Address, string>>;
  /** Of every call of the WebUI. */
  readonly webuiHeaders: Record<string, string>;
  private readonly mlflowHeaders: Record<string, string>;

  constructor(environment: NodeJS.ProcessEnv, running: Record<string, string> = {}) {
    const { WEBUI_TOKEN: token } = readEnvironment(CliEnvironment, environment);
    this.known = Object.fromEntries(ADDRESSES.map((name) => [name, environment[name] || running[name] || undefined]));
    this.webuiHeaders = authorization('WEBUI', { token });
    this.mlflowHeaders = mlflowHeaders(environment);
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

  /** As whom the services call it, too. Throws as `need`. */
  get mlflow(): MlflowConnection {
    return { trackingUri: this.need('MLFLOW_TRACKING_URI'), headers: this.mlflowHeaders };
  }

  get brokers(): string[] {
    return this.need('KAFKA_BROKERS').split(',');
  }
}

/** Who asks, for the trail of a retry. */
export function userName(environment: NodeJS.ProcessEnv = process.env): string {
  return environment.USER ?? environment.LOGNAME ?? environment.USERNAME ?? 'cli';
}
