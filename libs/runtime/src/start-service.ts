import { type DynamicModule, type INestApplication, type Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { Logger } from 'pino';
import { type Stage, type StageLedger } from '@trademaster/contracts';
import { createRedact, type Redact } from '@trademaster/environment';
import { LedgerDatabase, STAGE_LEDGER } from '@trademaster/ledger';
import {
  type CrashPoint,
  ensureTopics,
  KafkaStageStrategy,
  pingKafka,
  RethrowingRpcFilter,
  withRetry,
} from '@trademaster/messaging';
import { MlflowClient } from '@trademaster/mlflow';
import { Liveness } from './liveness';
import { createLogger, NestLogger } from './logger';
import { Readiness, READINESS_CHECKS, type ReadinessCheck } from './readiness';
import { RuntimeModule } from './runtime.module';
import type { ServiceConfig } from './service.config';
import { ServiceMetrics } from './service-metrics';

interface CommonOptions {
  /** The app's own module. */
  module: Type | DynamicModule;
  /** Default: HEALTH_PORT, PORT, or a free one. */
  port?: number;
  /** Before the app listens: pipes, OpenAPI, filters of its HTTP side. */
  configure?: (app: INestApplication) => void | Promise<void>;
}

/** Either a stage of the pipeline, which consumes events, or another service, which does not. */
export type ServiceOptions = CommonOptions & ({ stage: Stage; service?: never } | { service: string; stage?: never });

export interface Surroundings {
  config: ServiceConfig;
  crashPoint: CrashPoint;
  /** Called when the service cannot go on. */
  onFatal: (error: unknown) => void;
  logger?: Logger;
}

export interface RunningService {
  app: INestApplication;
  /** Where its HTTP stands. */
  url: string;
  /** Drains the transport first, while the stores are still open, then closes the rest. */
  close(): Promise<void>;
}

/** How long to wait at boot for Kafka, as LedgerModule waits for PostgreSQL. */
const BOOT_PATIENCE_MS = 120_000;

export function nameOf(options: ServiceOptions): string {
  return options.stage ?? options.service;
}

/** Starts a service without touching the process: `runService` adds signals and exit codes. */
export async function startService(options: ServiceOptions, surroundings: Surroundings): Promise<RunningService> {
  const { config } = surroundings;
  const redact = createRedact(config.secrets);
  const logger = surroundings.logger ?? createLogger({ service: nameOf(options), level: config.logLevel, redact });
  const metrics = new ServiceMetrics(nameOf(options));
  const readiness = new Readiness();
  const liveness = new Liveness();
  const isStage = options.stage !== undefined;
  const root = RuntimeModule.around({ config, logger, metrics, readiness, liveness, app: options.module, isStage });
  const app = await NestFactory.create(root, {
    logger: new NestLogger(logger),
    abortOnError: false,
    forceCloseConnections: true,
  });
  const strategy = isStage
    ? await connectStage(app, { stage: options.stage, logger, redact, metrics, ...surroundings })
    : undefined;
  liveness.watch(() => strategy?.stalled);
  readiness.add(...checksOf(app, config, strategy));
  await options.configure?.(app);
  await app.listen(options.port ?? config.port, config.host);
  const url = await app.getUrl();
  logger.info({ url }, `${nameOf(options)} is up`);
  return {
    app,
    url,
    close: async () => {
      await strategy?.close();
      await app.close();
    },
  };
}

interface StageParts extends Surroundings {
  stage: Stage;
  logger: Logger;
  redact: Redact;
  metrics: ServiceMetrics;
}

async function connectStage(app: INestApplication, parts: StageParts): Promise<KafkaStageStrategy> {
  const { stage, config, logger, redact, metrics, crashPoint, onFatal } = parts;
  await withRetry(() => ensureTopics(config.kafkaBrokers, config.kafkaPartitions), {
    budgetMs: BOOT_PATIENCE_MS,
    isRetryable: () => true,
    signal: new AbortController().signal,
    onRetry: (error) => logger.warn({ reason: String(error) }, 'waiting for Kafka'),
  });
  const strategy = new KafkaStageStrategy({
    stage,
    brokers: config.kafkaBrokers,
    ledger: app.get<StageLedger>(STAGE_LEDGER, { strict: false }),
    log: logger,
    observer: metrics,
    redact,
    crashPoint,
    sessionTimeoutMs: config.kafkaSessionMs,
    handlerRetryMs: config.handlerRetryMs,
    retryTopicsMs: config.retryTopicsMs,
    onFatal,
  });
  // The listeners are made as soon as the strategy is connected: filters have to be there before, and to be inherited.
  app.useGlobalFilters(new RethrowingRpcFilter(app.getHttpAdapter()));
  app.connectMicroservice({ strategy }, { inheritAppConfig: true });
  await app.startAllMicroservices();
  return strategy;
}

function checksOf(
  app: INestApplication,
  config: ServiceConfig,
  strategy: KafkaStageStrategy | undefined,
): ReadinessCheck[] {
  const own = ownChecks(app);
  if (strategy === undefined) return own;
  const kafka = async (): Promise<void> => {
    await pingKafka(config.kafkaBrokers);
    if (!strategy.isConsuming) throw new Error('not in its consumer group');
  };
  const ledger = app.get(LedgerDatabase, { strict: false });
  const mlflow = app.get(MlflowClient, { strict: false });
  return [
    { name: 'kafka', check: kafka },
    { name: 'ledger', check: () => ledger.ping() },
    { name: 'mlflow', check: () => mlflow.ping() },
    ...own,
  ];
}

/** From whichever module provides them; an app without checks of its own provides none. */
function ownChecks(app: INestApplication): ReadinessCheck[] {
  const modules = [...app.get(ModulesContainer).values()];
  return modules.flatMap(({ providers }) => (providers.get(READINESS_CHECKS)?.instance ?? []) as ReadinessCheck[]);
}
