import { randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import { ChampionLedger, Intents, LedgerDatabase, REPLY_JOURNAL, RunLedger, TrialLedger } from '@trademaster/ledger';
import { EventPublisher, type Log } from '@trademaster/messaging';
import {
  ARTIFACT_STORE,
  type ArtifactStore,
  MlflowArtifacts,
  MlflowClient,
  MlflowModelRegistry,
  RunLocations,
} from '@trademaster/mlflow';
import { httpCheck, LOGGER, READINESS_CHECKS, ServiceConfig, ServiceMetrics } from '@trademaster/runtime';
import { ChampionDesk } from './champions/champion-desk';
import { ChampionsController } from './champions/champions.controller';
import { ModelContest } from './champions/model-contest';
import { DeadlineSweeper } from './deadline-sweeper';
import { FailureMetrics } from './failure-metrics';
import { FirstCause } from './first-cause';
import { BatchRun } from './mlflow/batch-run';
import { RunFiles } from './mlflow/run-files';
import { RunProjection } from './mlflow/run-projection';
import { persisterConfig } from './persister.config';
import { PersisterController } from './persister.controller';
import { RequestCompletion } from './request-completion.service';
import { RequestPersistenceService } from './request-persistence.service';
import { RunEnding } from './run-ending';
import { RunManifest } from './run-manifest';
import { RunPersistenceService } from './run-persistence.service';
import { RunRetryService } from './run-retry.service';
import { StatusController } from './status.controller';
import { StatusService } from './status.service';
import { TrackRecord } from './track-record';
import { WebuiClient } from './webui/webui-client';
import { WebuiPublication } from './webui/webui-publication';

const CLOCK = Symbol('CLOCK');
const NEW_ID = Symbol('NEW_ID');

@Module({
  controllers: [PersisterController, StatusController, ChampionsController],
  providers: [
    { provide: CLOCK, useValue: () => new Date() },
    {
      provide: READINESS_CHECKS,
      inject: [ServiceConfig],
      // Not its /health: the existing backend's takes four seconds when its own broker is down.
      useFactory: ({ webuiBaseUrl, webuiHeaders }: ServiceConfig) => [
        httpCheck('webui', `${webuiBaseUrl}/api/artifacts/stats/summary`, webuiHeaders),
      ],
    },
    {
      provide: WebuiPublication,
      inject: [Intents, ServiceConfig],
      useFactory: (intents: Intents, { webuiBaseUrl, webuiHeaders }: ServiceConfig) =>
        new WebuiPublication(intents, new WebuiClient(webuiBaseUrl, webuiHeaders)),
    },
    wired(FailureMetrics, [ServiceMetrics]),
    wired(FirstCause, [Intents]),
    wired(BatchRun, [MlflowClient, CLOCK]),
    wired(ModelContest, [ARTIFACT_STORE]),
    wired(TrackRecord, [LedgerDatabase, Intents, TrialLedger, ChampionLedger, MlflowModelRegistry, ModelContest]),
    { provide: NEW_ID, useValue: randomUUID },
    wired(ChampionDesk, [LedgerDatabase, RunLedger, ChampionLedger, MlflowModelRegistry, MlflowClient, NEW_ID]),
    wired(RunFiles, [RunLocations, MlflowArtifacts]),
    wired(RunProjection, [Intents, MlflowClient, RunFiles, ARTIFACT_STORE]),
    wired(RunManifest, [RunLedger, REPLY_JOURNAL, ARTIFACT_STORE, RunFiles]),
    wired(RunEnding, [MlflowClient, RunFiles, ARTIFACT_STORE, RunManifest, WebuiPublication, TrackRecord, CLOCK]),
    wired(RequestCompletion, [LedgerDatabase, RunLedger, BatchRun, FirstCause]),
    wired(RequestPersistenceService, [RunLedger, RequestCompletion]),
    wired(RunPersistenceService, [
      LedgerDatabase,
      RunLedger,
      RunProjection,
      TrackRecord,
      RunEnding,
      FirstCause,
      RequestCompletion,
    ]),
    wired(RunRetryService, [LedgerDatabase, RunLedger, MlflowClient, BatchRun, CLOCK]),
    {
      provide: DeadlineSweeper,
      inject: [RunLedger, ServiceConfig, LOGGER, CLOCK],
      useFactory: (ledger: RunLedger, { kafkaBrokers }: ServiceConfig, log: Log, clock: () => Date) => {
        const publisher = new EventPublisher({ brokers: kafkaBrokers, clientId: 'persister-deadlines' });
        return new DeadlineSweeper(ledger, publisher, log, persisterConfig().deadlineSweepMs, clock);
      },
    },
    {
      provide: StatusService,
      inject: [RunLedger, ARTIFACT_STORE, ServiceConfig],
      useFactory: (ledger: RunLedger, store: ArtifactStore, { mlflowTrackingUri }: ServiceConfig) =>
        new StatusService(ledger, store, mlflowTrackingUri.replace(/\/+$/, '')),
    },
  ],
})
export class PersisterModule {}

/** A provider whose constructor takes what these tokens name: services know their ports, not the classes behind them. */
function wired<T, Args extends never[]>(provide: new (...args: Args) => T, inject: (symbol | object)[]) {
  return { provide, inject: inject as symbol[], useFactory: (...args: Args) => new provide(...args) };
}
