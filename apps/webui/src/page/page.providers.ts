import type { Provider } from '@nestjs/common';
import { WEB_PAGE_GROUP } from '@trademaster/messaging';
import { ARTIFACT_STORE, MlflowArtifactStore, MlflowClient } from '@trademaster/mlflow';
import { Readiness, ServiceConfig } from '@trademaster/runtime';
import { WebuiDatabase } from '../storage/webui-database';
import { WEBUI_CONFIG, type WebuiConfig } from '../webui.config';
import { ArtifactReader } from './artifacts/artifact-reader';
import { EventFeed } from './events/event-feed';
import { EventIntake, INTAKE_GROUP } from './events/event-intake';
import { EventStore } from './events/event-store';
import { StreamController } from './events/stream.controller';
import { OverviewController } from './overview/overview.controller';
import { OverviewService } from './overview/overview.service';
import { ServicesHealth } from './overview/services-health';
import { RequestsController } from './requests/requests.controller';
import { RequestsService } from './requests/requests.service';
import { PeoplesLinks } from './runs/peoples-links';
import { RunTable } from './runs/run-table';
import { RunsController } from './runs/runs.controller';
import { RunsService } from './runs/runs.service';
import { SessionController } from './session/session.controller';

export const PAGE_CONTROLLERS = [
  SessionController,
  OverviewController,
  RunsController,
  RequestsController,
  StreamController,
];

/** The live view of the pipeline: what it reads from Kafka, PostgreSQL and MLflow, and what it shows. */
export const PAGE_PROVIDERS: Provider[] = [
  EventStore,
  EventIntake,
  ArtifactReader,
  RunsService,
  OverviewService,
  RequestsService,
  { provide: INTAKE_GROUP, useValue: WEB_PAGE_GROUP },
  { provide: EventFeed, inject: [EventStore], useFactory: (store: EventStore) => new EventFeed(store) },
  {
    provide: RunTable,
    inject: [WebuiDatabase],
    useFactory: ({ dataSource }: WebuiDatabase) => new RunTable(dataSource.manager),
  },
  {
    provide: PeoplesLinks,
    inject: [WEBUI_CONFIG, ServiceConfig],
    useFactory: ({ mlflowUrl }: WebuiConfig, { mlflowTrackingUri }: ServiceConfig) =>
      new PeoplesLinks(mlflowUrl ?? mlflowTrackingUri.replace(/\/+$/, '')),
  },
  {
    provide: ServicesHealth,
    inject: [WEBUI_CONFIG, Readiness],
    useFactory: ({ serviceUrls }: WebuiConfig, readiness: Readiness) =>
      new ServicesHealth(serviceUrls, () => readiness.report()),
  },
  {
    provide: MlflowClient,
    inject: [ServiceConfig],
    useFactory: (config: ServiceConfig) => new MlflowClient(of(config)),
  },
  {
    provide: ARTIFACT_STORE,
    inject: [ServiceConfig],
    useFactory: (config: ServiceConfig) => new MlflowArtifactStore(of(config)),
  },
];

function of({ mlflowTrackingUri: trackingUri, mlflowHeaders: headers }: ServiceConfig) {
  return { trackingUri, headers };
}
