import { ACTS_ON, EMITS, type EventType, type Stage, topicOf } from '@trademaster/contracts';
import { deadLetterTopicOf, declaredTopics, retryTopicsOf } from './topics';

/** One thing that a principal may do; everything else is denied. Reading and writing include describing. */
export interface KafkaAcl {
  resource: 'topic' | 'group';
  name: string;
  operation: 'read' | 'write' | 'describe';
}

/** The group that a service asks about to learn whether groups can be joined. */
export const PROBED_GROUP = 'trademaster';

/** What a stage has to be allowed, on a cluster whose topics an operator made; nothing else. */
export function aclsOfStage(stage: Stage): KafkaAcl[] {
  const retries = Object.values(retryTopicsOf(stage)).map(({ name }) => name);
  const reads = new Set([...Object.keys(ACTS_ON[stage]).map((type) => topicOf(type as EventType)), ...retries]);
  const writes = new Set([...EMITS[stage].map(topicOf), ...retries, deadLetterTopicOf(stage)]);
  const topics = declaredTopics().flatMap(({ name }): KafkaAcl[] => {
    const operations = [...(reads.has(name) ? ['read' as const] : []), ...(writes.has(name) ? ['write' as const] : [])];
    // Known to exist, so that it is not created.
    const wanted = operations.length === 0 ? ['describe' as const] : operations;
    return wanted.map((operation) => ({ resource: 'topic', name, operation }));
  });
  return [
    ...topics,
    { resource: 'group', name: `trademaster-${stage}`, operation: 'read' },
    { resource: 'group', name: PROBED_GROUP, operation: 'describe' },
  ];
}
