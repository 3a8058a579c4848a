import { type DynamicModule, Module } from '@nestjs/common';
import { MlflowArtifactStore } from './mlflow-artifact-store';
import { MlflowArtifacts } from './mlflow-artifacts';
import { MlflowClient } from './mlflow-client';
import type { MlflowConnection } from './mlflow-http';
import { MlflowModelRegistry } from './mlflow-model-registry';
import { RunLocations } from './run-locations';

/** Injection token of the ArtifactStore. */
export const ARTIFACT_STORE = Symbol('ARTIFACT_STORE');

@Module({})
export class MlflowModule {
  static forRoot(connection: MlflowConnection): DynamicModule {
    const providers = [
      { provide: MlflowClient, useFactory: () => new MlflowClient(connection) },
      { provide: RunLocations, inject: [MlflowClient], useFactory: (client: MlflowClient) => new RunLocations(client) },
      { provide: MlflowModelRegistry, useFactory: () => new MlflowModelRegistry(connection) },
      { provide: MlflowArtifacts, useFactory: () => new MlflowArtifacts(connection) },
      {
        provide: ARTIFACT_STORE,
        inject: [RunLocations],
        useFactory: (locations: RunLocations) => new MlflowArtifactStore(connection, locations),
      },
    ];
    return { module: MlflowModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}
