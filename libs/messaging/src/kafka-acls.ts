import { ACTS_ON, EMITS, EVENT_TYPES, type EventType, type Stage, topicOf } from '@trademaster/contracts';
import { deadLetterTopicOf, declaredTopics, retryTopicsOf } from './topics';

/** One thing that a principal may do; everything else is denied. Reading and writing include describing. */
export interface KafkaAcl {
  resource: 'topic' | 'group';
  name: string;
  operation: 'read' | 'write' | 'describe';
}

/** The group that a service asks about to learn whether groups can be joined. */
export const PROBED_GROUP = 'trademaster';
/** The group in which the web page reads every event. */
export const WEB_PAGE_GROUP = 'trademaster-webui';

/** What a service has to be allowed, on a cluster whose topics an operator made; nothing else. */
export function aclsOf(service: Stage | 'webui'): KafkaAcl[] {
  const { reads, writes, group } = service === 'webui' ? ofWebPage() : ofStage(service);
  const topics = declaredTopics().flatMap(({ name }): KafkaAcl[] => {
    const operations = [...(reads.has(name) ? ['read' as const] : []), ...(writes.has(name) ? ['write' as const] : [])];
    // Known to exist, so that it is not created.
    const wanted = operations.length === 0 ? ['describe' as const] : operations;
    return wanted.map((operation) => ({ resource: 'topic', name, operation }));
  });
  return [
    ...topics,
    { resource: 'group', name: group, operation: 'read' },
    { resource: 'group', name: PROBED_GROUP, operation: 'describe' },
  ];
}

interface Access {
  reads: Set<string>;
  writes: Set<string>;
  group: string;
}

function ofStage(stage: Stage): Access {
  const retries = Object.values(retryTopicsOf(stage)).map(({ name }) => name);
  return {
    reads: new Set([...Object.keys(ACTS_ON[stage]).map((type) => topicOf(type as EventType)), ...retries]),
    writes: new Set([...EMITS[stage].map(topicOf), ...retries, deadLetterTopicOf(stage)]),
    group: `trademaster-${stage}`,
  };
}

function ofWebPage(): Access {
  return {
    reads: new Set(EVENT_TYPES.map(topicOf)),
    writes: new Set([topicOf('run.requested'), topicOf('run.retry_requested')]),
    group: WEB_PAGE_GROUP,
  };
}
