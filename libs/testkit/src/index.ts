export { InMemoryReplyJournal } from './in-memory-reply-journal';
export { reviewScript } from './review-script';
export {
  type ChatRequestBody,
  type RecordedCall,
  ScriptedModelServer,
  type ScriptedReply,
  type ScriptedStep,
} from './scripted-model-server';
export * from './event-examples';
export * from './result-examples';
export * from './run-examples';
export { eventually } from './eventually';
export { InMemoryStageLedger } from './in-memory-stage-ledger';
export { type LedgerUnderTest, stageLedgerContract } from './stage-ledger-contract';
export { InMemoryArtifactStore } from './in-memory-artifact-store';
export { quickConfig, snapshotOf, trainExample, type TrainedExample } from './trained-model';
export { walkingBars } from './walking-bars';
export { artifactStoreContract, type ArtifactStoreUnderTest } from './artifact-store-contract';
export { marketDataContract, type MarketDataUnderTest } from './market-data-contract';
