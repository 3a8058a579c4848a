import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { EventPublisher } from '@trademaster/messaging';
import { READINESS_CHECKS, ServiceConfig } from '@trademaster/runtime';
import { ArtifactsController } from './artifacts/artifacts.controller';
import { ArtifactsService } from './artifacts/artifacts.service';
import { HealthController } from './health/health.controller';
import { DetailFilter } from './http/detail.filter';
import { PublishingRunTrigger } from './run-trigger/publishing-run-trigger';
import { NO_TRIGGER, RUN_TRIGGER, type RunTrigger } from './run-trigger/run-trigger';
import { WebuiDatabase } from './storage/webui-database';
import { WEBUI_CONFIG, webuiConfig, type WebuiConfig } from './webui.config';
import { WorkflowSymbolsController } from './workflow-symbols/workflow-symbols.controller';
import { WorkflowSymbolsService } from './workflow-symbols/workflow-symbols.service';

@Module({
  controllers: [ArtifactsController, WorkflowSymbolsController, HealthController],
  providers: [
    ArtifactsService,
    WorkflowSymbolsService,
    { provide: APP_FILTER, useClass: DetailFilter },
    { provide: WEBUI_CONFIG, useFactory: () => webuiConfig() },
    {
      provide: WebuiDatabase,
      inject: [ServiceConfig],
      useFactory: ({ databaseUrl }: ServiceConfig) => WebuiDatabase.open(databaseUrl),
    },
    { provide: RUN_TRIGGER, inject: [WEBUI_CONFIG, ServiceConfig], useFactory: runTrigger },
    {
      provide: READINESS_CHECKS,
      inject: [WebuiDatabase],
      useFactory: (database: WebuiDatabase) => [{ name: 'postgres', check: () => database.ping() }],
    },
  ],
})
export class WebuiModule implements OnApplicationShutdown {
  constructor(
    private readonly database: WebuiDatabase,
    @Inject(RUN_TRIGGER) private readonly trigger: RunTrigger,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.trigger.close();
    await this.database.close();
  }
}

async function runTrigger({ triggerOnCreate }: WebuiConfig, { kafkaBrokers }: ServiceConfig): Promise<RunTrigger> {
  if (!triggerOnCreate) return NO_TRIGGER;
  const publisher = new EventPublisher({ brokers: kafkaBrokers, clientId: 'webui' });
  await publisher.connect();
  return new PublishingRunTrigger(publisher);
}
