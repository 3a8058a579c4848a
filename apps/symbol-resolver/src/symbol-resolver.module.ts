import { Module } from '@nestjs/common';
import { reviewTeam } from '@trademaster/contracts';
import { BarLedger, ChampionLedger, Intents, LedgerDatabase, RunLedger, TrialLedger } from '@trademaster/ledger';
import { marketDataSource } from '@trademaster/market-data';
import {
  ARTIFACT_STORE,
  type ArtifactStore,
  MlflowArtifacts,
  MlflowClient,
  MlflowModelRegistry,
  RunLocations,
} from '@trademaster/mlflow';
import { httpCheck, READINESS_CHECKS, ServiceConfig } from '@trademaster/runtime';
import { ModelPins } from './model-pins';
import { RecordedRuns } from './recorded-runs';
import { RequestResolutionService } from './request-resolution.service';
import { RunOpener } from './run-opener';
import { SymbolResolutionService } from './symbol-resolution.service';
import { type SymbolResolverConfig, symbolResolverConfig } from './symbol-resolver.config';
import { SymbolResolverController } from './symbol-resolver.controller';
import { WorkflowSymbolsClient } from './workflow-symbols-client';

const CONFIG = Symbol('SYMBOL_RESOLVER_CONFIG');

@Module({
  controllers: [SymbolResolverController],
  providers: [
    { provide: CONFIG, useFactory: () => symbolResolverConfig() },
    {
      provide: READINESS_CHECKS,
      inject: [ServiceConfig],
      // Not its /health: the existing backend's takes four seconds when its own broker is down.
      useFactory: ({ webuiBaseUrl, webuiHeaders }: ServiceConfig) => [
        httpCheck('webui', `${webuiBaseUrl}/api/artifacts/stats/summary`, webuiHeaders),
      ],
    },
    {
      provide: WorkflowSymbolsClient,
      inject: [ServiceConfig],
      useFactory: ({ webuiBaseUrl, webuiHeaders }: ServiceConfig) =>
        new WorkflowSymbolsClient(webuiBaseUrl, webuiHeaders),
    },
    {
      provide: RunOpener,
      inject: [ServiceConfig, LedgerDatabase, RunLedger, Intents, MlflowClient, RunLocations],
      useFactory: (
        config: ServiceConfig,
        database: LedgerDatabase,
        ledger: RunLedger,
        intents: Intents,
        mlflow: MlflowClient,
        locations: RunLocations,
      ) => new RunOpener(database, ledger, intents, mlflow, locations, config.mlflowExperiment),
    },
    {
      provide: RecordedRuns,
      inject: [RunLedger],
      useFactory: (ledger: RunLedger) => new RecordedRuns(ledger),
    },
    {
      provide: RequestResolutionService,
      inject: [CONFIG, RunLedger, WorkflowSymbolsClient, RunOpener, RecordedRuns],
      useFactory: (
        { enabled, defaultMode: mode, defaultConfig: config }: SymbolResolverConfig,
        ledger: RunLedger,
        symbols: WorkflowSymbolsClient,
        runs: RunOpener,
        recorded: RecordedRuns,
      ) => new RequestResolutionService(ledger, symbols, runs, recorded, { enabled, mode, config }, () => new Date()),
    },
    {
      provide: ModelPins,
      inject: [ChampionLedger, MlflowClient, MlflowModelRegistry, MlflowArtifacts, ARTIFACT_STORE],
      useFactory: (
        champions: ChampionLedger,
        mlflow: MlflowClient,
        registry: MlflowModelRegistry,
        artifacts: MlflowArtifacts,
        store: ArtifactStore,
      ) => new ModelPins(champions, mlflow, registry, artifacts, store),
    },
    {
      provide: SymbolResolutionService,
      inject: [CONFIG, ARTIFACT_STORE, BarLedger, TrialLedger, ModelPins, RecordedRuns],
      useFactory: (
        config: SymbolResolverConfig,
        store: ArtifactStore,
        history: BarLedger,
        trials: TrialLedger,
        models: ModelPins,
        recorded: RecordedRuns,
      ) =>
        new SymbolResolutionService(marketDataSource, store, history, trials, models, recorded, {
          code_version: config.codeVersion,
          team_sha256: reviewTeam(config.teamPath).sha256,
        }),
    },
  ],
})
export class SymbolResolverModule {}
