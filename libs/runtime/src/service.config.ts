import { Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, IsString, IsUrl, Matches, Max, Min } from 'class-validator';
import { authorization, readEnvironment, secretsOf, Variable } from '@trademaster/environment';
import { DEFAULT_PARTITIONS, kafkaSecurity } from '@trademaster/messaging';
import { mlflowHeaders } from '@trademaster/mlflow';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];
const HTTP_URL = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

/** The variables that every service reads, as they stand in the environment. */
export class ServiceEnvironment {
  @Variable('Kafka: host:port of one or more brokers, comma-separated', { default: '127.0.0.1:9092' })
  @Matches(/^[^,\s]+:\d+(,[^,\s]+:\d+)*$/)
  KAFKA_BROKERS: string;

  @Variable('Partitions of topics that do not exist yet', { default: String(DEFAULT_PARTITIONS) })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  KAFKA_PARTITIONS: number;

  @Variable('PostgreSQL: postgres://user:password@host:port/database', { otherwise: 'none, must be set', secret: true })
  @Matches(/^postgres(ql)?:\/\/.+/, { message: 'DATABASE_URL must be a postgres:// URL' })
  DATABASE_URL: string;

  @Variable('MLflow tracking server, which must also serve artifacts', { default: 'http://127.0.0.1:5000' })
  @IsUrl(HTTP_URL)
  MLFLOW_TRACKING_URI: string;

  @Variable('MLflow experiment of all runs', { default: 'trademaster' })
  @IsString()
  MLFLOW_EXPERIMENT: string;

  @Variable('The WebUI backend: ours or the existing one', { default: 'http://127.0.0.1:8080' })
  @IsUrl(HTTP_URL)
  WEBUI_BASE_URL: string;

  @Variable('Bearer token of the WebUI; our own WebUI then asks for it on /api', { otherwise: 'none', secret: true })
  @IsOptional()
  @IsString()
  WEBUI_TOKEN?: string;

  @Variable('Port of health, metrics and the HTTP of the service', { otherwise: 'PORT' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65535)
  HEALTH_PORT?: number;

  @Variable('The same, as platforms name it', { otherwise: 'a free one; webui 8080' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65535)
  PORT?: number;

  @Variable('Address to listen on', { default: '127.0.0.1' })
  @IsString()
  HOST: string;

  @Variable(`Least level that is logged: ${LOG_LEVELS.join(', ')}`, { default: 'info' })
  @Transform(({ value }) => String(value).toLowerCase())
  @IsIn(LOG_LEVELS)
  LOG_LEVEL: LogLevel;

  @Variable('How long after a process died its work is taken over, in seconds; the broker has to allow it', {
    default: '8',
  })
  @Type(() => Number)
  @IsNumber()
  @Min(1)
  @Max(300)
  KAFKA_SESSION_SECONDS: number;

  @Variable('How long a handler that fails for now is tried again in place, in seconds', { default: '10' })
  @Type(() => Number)
  @IsNumber()
  @Min(0)
  @Max(600)
  HANDLER_RETRY_SECONDS: number;

  @Variable(
    'How long a message may then wait on the retry topics, in all, before it is a dead letter; 0: it never does',
    {
      default: '630',
    },
  )
  @Type(() => Number)
  @IsNumber()
  @Min(0)
  @Max(86_400)
  RETRY_TOPICS_SECONDS: number;
}

/** What every service knows of its surroundings. Injectable by its class. */
export class ServiceConfig {
  readonly kafkaBrokers: string[];
  readonly kafkaPartitions: number;
  readonly databaseUrl: string;
  readonly mlflowTrackingUri: string;
  readonly mlflowExperiment: string;
  readonly webuiBaseUrl: string;
  readonly webuiToken: string | undefined;
  /** Of every call of the WebUI. */
  readonly webuiHeaders: Record<string, string>;
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  readonly kafkaSessionMs: number;
  readonly handlerRetryMs: number;
  readonly retryTopicsMs: number;

  /** `mlflowHeaders`: of every call of MLflow; `secrets`: texts that must not leave the process. */
  constructor(
    given: ServiceEnvironment,
    readonly mlflowHeaders: Record<string, string>,
    readonly secrets: readonly string[],
  ) {
    this.kafkaBrokers = given.KAFKA_BROKERS.split(',');
    this.kafkaPartitions = given.KAFKA_PARTITIONS;
    this.databaseUrl = given.DATABASE_URL;
    this.mlflowTrackingUri = given.MLFLOW_TRACKING_URI;
    this.mlflowExperiment = given.MLFLOW_EXPERIMENT;
    this.webuiBaseUrl = given.WEBUI_BASE_URL.replace(/\/+$/, '');
    this.webuiToken = given.WEBUI_TOKEN;
    this.webuiHeaders = authorization('WEBUI', { token: given.WEBUI_TOKEN });
    this.host = given.HOST;
    this.port = given.HEALTH_PORT ?? given.PORT ?? 0;
    this.logLevel = given.LOG_LEVEL;
    this.kafkaSessionMs = given.KAFKA_SESSION_SECONDS * 1000;
    this.handlerRetryMs = given.HANDLER_RETRY_SECONDS * 1000;
    this.retryTopicsMs = given.RETRY_TOPICS_SECONDS * 1000;
  }
}

/** Throws `environment_invalid` that names the first bad variable. */
export function loadServiceConfig(env: NodeJS.ProcessEnv = process.env): ServiceConfig {
  kafkaSecurity(env); // read by each client for itself; what is wrong with it has to be known at boot
  return new ServiceConfig(readEnvironment(ServiceEnvironment, env), mlflowHeaders(env), secretsOf(env));
}
