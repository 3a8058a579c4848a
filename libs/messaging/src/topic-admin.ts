import { type Admin, ConfigResourceTypes, ConfigSource, KafkaJSError } from 'kafkajs';
import { PipelineError } from '@trademaster/errors';
import { createKafka } from './kafka-client';
import { withRetry } from './retry-policy';
import { endsOfTopic } from './topic-ends';
import { declaredTopics, type TopicDeclaration } from './topics';

/** How long a fresh broker may take to have a coordinator for groups. */
const COORDINATOR_MS = 20_000;

/** One way in which a topic differs from its declaration. */
export interface TopicDifference {
  topic: string;
  /** `topic` itself is missing, or which of its settings differs. */
  what: 'topic' | 'partitions' | 'retention.ms' | 'max.message.bytes';
  /** As it is on the cluster; absent when the topic is missing. */
  actual?: number;
  /** As it is declared; for a missing topic its partitions. */
  declared: number;
}

/**
 * What the cluster's topics lack, compared with `declaredTopics`. More partitions than declared are no difference: they
 * are an operator's choice, and Kafka cannot take them back. Throws `broker_unavailable`.
 */
export function topicDifferences(brokers: string[], partitions?: number): Promise<TopicDifference[]> {
  return withAdmin(brokers, (admin) => differences(admin, declaredTopics(partitions)));
}

/** Makes the cluster's topics as they are declared; other settings of theirs stay. Returns what was different. */
export function applyTopics(brokers: string[], partitions?: number): Promise<TopicDifference[]> {
  return withAdmin(brokers, async (admin) => {
    const declared = declaredTopics(partitions);
    const found = await differences(admin, declared);
    const differing = (...what: TopicDifference['what'][]): TopicDeclaration[] =>
      declared.filter(({ name }) => found.some((one) => one.topic === name && what.includes(one.what)));
    const [missing, tooFew] = [differing('topic'), differing('partitions')];
    if (missing.length > 0) await createTopics(admin, missing);
    if (tooFew.length > 0)
      await admin.createPartitions({
        topicPartitions: tooFew.map(({ name, partitions: count }) => ({ topic: name, count })),
      });
    for (const topic of differing('retention.ms', 'max.message.bytes')) await setConfig(admin, topic);
    return found;
  });
}

/**
 * Creates the topics that are missing and leaves the others as they are, so that a cluster whose topics an operator
 * made needs no right to create any. Returns when they can be written and read and groups can be joined. Several
 * services may do it at once. Replication is the broker's default.
 * Throws `broker_unavailable`.
 */
export function ensureTopics(brokers: string[], partitions?: number): Promise<void> {
  return withAdmin(brokers, async (admin) => {
    const present = new Set(await admin.listTopics());
    const missing = declaredTopics(partitions).filter(({ name }) => !present.has(name));
    if (missing.length > 0) await createTopics(admin, missing);
    await awaitGroupCoordinator(admin);
  });
}

async function differences(admin: Admin, declared: TopicDeclaration[]): Promise<TopicDifference[]> {
  const listed = new Set(await admin.listTopics());
  const [present, missing] = [declared.filter(isIn(listed)), declared.filter((topic) => !isIn(listed)(topic))];
  const found = missing.map(({ name, partitions }): TopicDifference => ({
    topic: name,
    what: 'topic',
    declared: partitions,
  }));
  if (present.length === 0) return found;
  const names = present.map(({ name }) => name);
  const { topics } = await admin.fetchTopicMetadata({ topics: names });
  const configs = await configsOf(admin, names);
  for (const topic of present) {
    const partitions = topics.find(({ name }) => name === topic.name)?.partitions.length ?? 0;
    if (partitions < topic.partitions)
      found.push({ topic: topic.name, what: 'partitions', actual: partitions, declared: topic.partitions });
    for (const { name, value } of configEntriesOf(topic)) {
      const actual = configs.get(topic.name)?.find(({ configName }) => configName === name)?.configValue;
      if (actual !== value)
        found.push({ topic: topic.name, what: name, actual: Number(actual), declared: Number(value) });
    }
  }
  return found;
}

function isIn(names: Set<string>): (topic: TopicDeclaration) => boolean {
  return ({ name }) => names.has(name);
}

function configEntriesOf({ retentionMs, maxMessageBytes }: TopicDeclaration) {
  return [
    { name: 'retention.ms' as const, value: String(retentionMs) },
    { name: 'max.message.bytes' as const, value: String(maxMessageBytes) },
  ];
}

async function configsOf(admin: Admin, topics: string[]) {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  return new Map(resources.map(({ resourceName, configEntries }) => [resourceName, configEntries]));
}

/** kafkajs can only replace all settings of a topic at once: those that somebody else made are given again. */
async function setConfig(admin: Admin, topic: TopicDeclaration): Promise<void> {
  const current = (await configsOf(admin, [topic.name])).get(topic.name) ?? [];
  const declared = configEntriesOf(topic);
  const others = current
    .filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG)
    .map(({ configName, configValue }) => ({ name: configName, value: configValue }))
    .filter(({ name }) => !declared.some((entry) => entry.name === name));
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic.name, configEntries: [...others, ...declared] }],
  });
}

async function createTopics(admin: Admin, missing: TopicDeclaration[]): Promise<void> {
  await admin.createTopics({
    waitForLeaders: true,
    topics: missing.map((topic) => ({
      topic: topic.name,
      numPartitions: topic.partitions,
      replicationFactor: -1,
      configEntries: configEntriesOf(topic),
    })),
  });
  for (const { name } of missing) await endsOfTopic(admin, name);
}

/**
 * A fresh broker makes its topic of group offsets when it is first asked for a coordinator, and refuses every group
 * until it is there: longer than a consumer of kafkajs would wait. Asking about any group finds out.
 */
async function awaitGroupCoordinator(admin: Admin): Promise<void> {
  await withRetry(() => admin.describeGroups(['trademaster']), {
    budgetMs: COORDINATOR_MS,
    isRetryable: (error) => error instanceof KafkaJSError,
    signal: new AbortController().signal,
  });
}

async function withAdmin<T>(brokers: string[], work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = createKafka({ brokers, clientId: 'trademaster-topics' }).admin();
  try {
    await admin.connect();
    return await work(admin);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PipelineError('broker_unavailable', `Kafka at ${brokers.join(', ')}: no topics for us: ${reason}`, {
      cause: error,
    });
  } finally {
    await admin.disconnect();
  }
}
