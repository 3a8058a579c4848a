import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { MlflowClient } from '@trademaster/mlflow';
import { READINESS_CHECKS, type ReadinessCheck, ServiceConfig } from '@trademaster/runtime';
import { Access } from './access/access';
import { refuseOpenListening } from './access/loopback';
import { ArtifactsController } from './artifacts/artifacts.controller';
import { ArtifactsService } from './artifacts/artifacts.service';
import { HealthController } from './health/health.controller';
import { DetailFilter } from './http/detail.filter';
import { EventIntake } from './page/events/event-intake';
import { PAGE_CONTROLLERS, PAGE_PROVIDERS } from './page/page.providers';
import { LazyPublisher } from './run-trigger/lazy-publisher';
import { PUBLISHER, type Publisher, PublishingRunTrigger } from './run-trigger/publishing-run-trigger';
import { NO_TRIGGER, RUN_TRIGGER } from './run-trigger/run-trigger';
import { WebuiDatabase } from './storage/webui-database';
import { WEBUI_CONFIG, webuiConfig, type WebuiConfig } from './webui.config';
import { WorkflowSymbolsController } from './workflow-symbols/workflow-symbols.controller';
import { WorkflowSymbolsService } from './workflow-symbols/workflow-symbols.service';

@Module({
  controllers: [ArtifactsController, WorkflowSymbolsController, HealthController, ...PAGE_CONTROLLERS],
  providers: [
    ArtifactsService,
    WorkflowSymbolsService,
    ...PAGE_PROVIDERS,
    { provide: APP_FILTER, useClass: DetailFilter },
    { provide: WEBUI_CONFIG, useFactory: () => webuiConfig() },
    { provide: Access, inject: [ServiceConfig, WEBUI_CONFIG], useFactory: access },
    {
      provide: WebuiDatabase,
      inject: [ServiceConfig, Access], // who may not listen need not migrate
      useFactory: ({ databaseUrl }: ServiceConfig) => WebuiDatabase.open(databaseUrl),
    },
    {
      provide: PUBLISHER,
      inject: [ServiceConfig],
      useFactory: ({ kafkaBrokers }: ServiceConfig) => new LazyPublisher(kafkaBrokers),
    },
    {
      provide: RUN_TRIGGER,
      inject: [WEBUI_CONFIG, PUBLISHER],
      useFactory: ({ triggerOnCreate }: WebuiConfig, publisher: Publisher) =>
        triggerOnCreate ? new PublishingRunTrigger(publisher) : NO_TRIGGER,
    },
    { provide: READINESS_CHECKS, inject: [WebuiDatabase, EventIntake, MlflowClient], useFactory: checks },
  ],
})
export class WebuiModule implements OnApplicationShutdown {
  constructor(
    private readonly database: WebuiDatabase,
    @Inject(PUBLISHER) private readonly publisher: LazyPublisher,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.publisher.disconnect();
    await this.database.close();
  }
}

/** Errors: `environment_invalid`. */
function access(config: ServiceConfig, { corsOrigins }: WebuiConfig): Access {
  refuseOpenListening(config);
  return new Access(config.webuiToken, corsOrigins);
}

function checks(database: WebuiDatabase, intake: EventIntake, mlflow: MlflowClient): ReadinessCheck[] {
  return [
    { name: 'postgres', check: () => database.ping() },
    { name: 'kafka', check: () => intake.check() },
    { name: 'mlflow', check: () => mlflow.ping() },
  ];
}
