import { artifactStoreContract } from './artifact-store-contract';
import { InMemoryArtifactStore } from './in-memory-artifact-store';

artifactStoreContract('the store in memory', () =>
  Promise.resolve({ store: new InMemoryArtifactStore(), owner: { experimentId: '1', runId: 'a'.repeat(32) } }),
);
