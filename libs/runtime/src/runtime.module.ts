import { type DynamicModule, Module, type Type } from '@nestjs/common';
import type { Logger } from 'pino';
import { LedgerModule } from '@trademaster/ledger';
import { MlflowModule } from '@trademaster/mlflow';
import { Liveness } from './liveness';
import { LOGGER } from './logger';
import { OperationsController } from './operations.controller';
import { Readiness } from './readiness';
import { ServiceConfig } from './service.config';
import { ServiceMetrics } from './service-metrics';

export interface RuntimeParts {
  config: ServiceConfig;
  logger: Logger;
  metrics: ServiceMetrics;
  readiness: Readiness;
  liveness: Liveness;
  app: Type | DynamicModule;
  /** Stages keep their outcomes in the ledger and their bytes in MLflow; other services bring what they need. */
  isStage: boolean;
}

/** The app's module and what surrounds it: ServiceConfig, LOGGER, health, metrics; for a stage ledger and MLflow. */
@Module({})
export class RuntimeModule {
  static around({ config, logger, metrics, readiness, liveness, app, isStage }: RuntimeParts): DynamicModule {
    const ledger = LedgerModule.forRoot(config.databaseUrl);
    const mlflow = MlflowModule.forRoot({ trackingUri: config.mlflowTrackingUri, headers: config.mlflowHeaders });
    return {
      module: RuntimeModule,
      global: true,
      imports: [...(isStage ? [ledger, mlflow] : []), app],
      controllers: [OperationsController],
      providers: [
        { provide: ServiceConfig, useValue: config },
        { provide: LOGGER, useValue: logger },
        { provide: ServiceMetrics, useValue: metrics },
        { provide: Readiness, useValue: readiness },
        { provide: Liveness, useValue: liveness },
      ],
      exports: [ServiceConfig, LOGGER, ServiceMetrics, Readiness],
    };
  }
}
