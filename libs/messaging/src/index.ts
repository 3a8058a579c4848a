export { type CrashPoint, NEVER_CRASH } from './crash-point';
export { crashPointOf } from './crash-point.config';
export { EventPublisher } from './event-publisher';
export { noteOffsets, type NotedOffsets, watchEvents, type WatchOptions } from './event-reader';
export { identityOf } from './event-identity';
export { KafkaStageStrategy, type StageTransportOptions } from './kafka-stage-strategy';
export { type KafkaClientOptions, pingKafka } from './kafka-client';
export { kafkaSecurity, KafkaSecurityEnvironment } from './kafka-security.config';
export { aclsOfStage, type KafkaAcl } from './kafka-acls';
export type { Log } from './log';
export { headerOf, type ReceivedMessage } from './received-message';
export {
  aboutRecord,
  isReplayed,
  type Provenance,
  redriven,
  replayableTopics,
  replayed,
  type Republished,
} from './replay';
export { RethrowingRpcFilter } from './rethrowing-rpc-filter';
export { withRetry } from './retry-policy';
export { applyTopics, ensureTopics, type TopicDifference, topicDifferences } from './topic-admin';
export { DEFAULT_PARTITIONS, deadLetterTopicOf } from './topics';
export { type StoredDeadLetter, storedDeadLetter } from './stored-dead-letter';
export { type Boundary, readStoredRecords } from './stored-records';
export type { Handled, TransportObserver } from './transport-observer';
export type { WorkContext } from './work-context';
export { currentWork, type WorkScope } from './work-scope';
