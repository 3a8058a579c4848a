import { type ClassConstructor, Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, IsString, IsUrl, Matches, Max, Min } from 'class-validator';
import { parse } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { createRedact, DEFAULT_PARTITIONS } from '@trademaster/messaging';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];
const HTTP_URL = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

/** The variables that every service reads, as they stand in the environment. */
class ServiceEnvironment {
  /** Comma-separated host:port. */
  @IsOptional() @Matches(/^[^,\s]+:\d+(,[^,\s]+:\d+)*$/) KAFKA_BROKERS?: string;
  /** Partitions of topics that do not exist yet. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(1000) KAFKA_PARTITIONS?: number;
  @Matches(/^postgres(ql)?:\/\/.+/, { message: 'DATABASE_URL must be a postgres:// URL' }) DATABASE_URL: string;
  @IsOptional() @IsUrl(HTTP_URL) MLFLOW_TRACKING_URI?: string;
  @IsOptional() @IsString() MLFLOW_EXPERIMENT?: string;
  @IsOptional() @IsUrl(HTTP_URL) WEBUI_BASE_URL?: string;
  /** Where health, metrics and the service's own HTTP stand; 0 or nothing: a free one. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) @Max(65535) HEALTH_PORT?: number;
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) @Max(65535) PORT?: number;
  @IsOptional() @IsString() HOST?: string;
  @IsOptional() @Transform(({ value }) => String(value).toLowerCase()) @IsIn(LOG_LEVELS) LOG_LEVEL?: LogLevel;
  /** How long after a process died its work is taken over; the broker has to allow it. */
  @IsOptional() @Type(() => Number) @IsNumber() @Min(1) @Max(300) KAFKA_SESSION_SECONDS?: number;
  /** How long a handler that fails for now is tried again in place. */
  @IsOptional() @Type(() => Number) @IsNumber() @Min(0) @Max(600) HANDLER_RETRY_SECONDS?: number;
  /** How long a message may then wait on the retry topics, in all, before it is a dead letter; 0: it never does. */
  @IsOptional() @Type(() => Number) @IsNumber() @Min(0) @Max(86_400) RETRY_TOPICS_SECONDS?: number;
}

/** What every service knows of its surroundings. Injectable by its class. */
export class ServiceConfig {
  readonly kafkaBrokers: string[];
  readonly kafkaPartitions: number;
  readonly databaseUrl: string;
  readonly mlflowTrackingUri: string;
  readonly mlflowExperiment: string;
  readonly webuiBaseUrl: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  readonly kafkaSessionMs: number;
  readonly handlerRetryMs: number;
  readonly retryTopicsMs: number;
  /** Texts that must not leave the process. */
  readonly secrets: readonly string[];

  constructor(given: ServiceEnvironment, secrets: readonly string[]) {
    this.kafkaBrokers = (given.KAFKA_BROKERS ?? '127.0.0.1:9092').split(',');
    this.kafkaPartitions = given.KAFKA_PARTITIONS ?? DEFAULT_PARTITIONS;
    this.databaseUrl = given.DATABASE_URL;
    this.mlflowTrackingUri = given.MLFLOW_TRACKING_URI ?? 'http://127.0.0.1:5000';
    this.mlflowExperiment = given.MLFLOW_EXPERIMENT ?? 'trademaster';
    this.webuiBaseUrl = (given.WEBUI_BASE_URL ?? 'http://127.0.0.1:8080').replace(/\/+$/, '');
    this.host = given.HOST ?? '127.0.0.1';
    this.port = given.HEALTH_PORT ?? given.PORT ?? 0;
    this.logLevel = given.LOG_LEVEL ?? 'info';
    this.kafkaSessionMs = (given.KAFKA_SESSION_SECONDS ?? 8) * 1000;
    this.handlerRetryMs = (given.HANDLER_RETRY_SECONDS ?? 10) * 1000;
    this.retryTopicsMs = (given.RETRY_TOPICS_SECONDS ?? 630) * 1000;
    this.secrets = secrets;
  }
}

/** Throws `environment_invalid` that names the first bad variable. */
export function loadServiceConfig(env: NodeJS.ProcessEnv = process.env): ServiceConfig {
  return new ServiceConfig(readEnvironment(ServiceEnvironment, env), secretsOf(env));
}

/**
 * Checks the environment against a class whose properties are named like the variables; an empty variable counts as
 * absent. Throws `environment_invalid` that names the first bad variable, with secrets taken out.
 */
export function readEnvironment<T extends object>(
  contract: ClassConstructor<T>,
  env: NodeJS.ProcessEnv = process.env,
): T {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  try {
    return parse(contract, given, { code: 'environment_invalid' });
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    const message = createRedact(secretsOf(env))(error.message);
    throw new PipelineError('environment_invalid', message, error.field === undefined ? {} : { field: error.field });
  }
}

/** Values of variables that are named like secrets, and passwords in URLs. */
export function secretsOf(env: NodeJS.ProcessEnv = process.env): string[] {
  return Object.entries(env).flatMap(([name, value = '']) => {
    if (/(_KEY|TOKEN|SECRET|PASSWORD|PASSWD)$/i.test(name)) return [value];
    const password = URL.canParse(value) ? new URL(value).password : '';
    return password === '' ? [] : [password, decodeURIComponent(password)];
  });
}
