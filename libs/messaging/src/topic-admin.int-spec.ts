import { createKafka } from './kafka-client';
import { applyTopics, ensureTopics, topicDifferences } from './topic-admin';
import { endsOfTopic } from './topic-ends';

jest.setTimeout(60_000);

const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');
const TOPIC = 'inferencer-retry-60s';

describe('topics on a cluster', () => {
  const admin = createKafka({ brokers, clientId: 'test' }).admin();
  beforeAll(async () => {
    await ensureTopics(brokers);
    await admin.connect();
  });
  afterAll(() => admin.disconnect());

  const settings = async (): Promise<Record<string, string>> => {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: TOPIC }],
    });
    return Object.fromEntries(resources[0]!.configEntries.map((entry) => [entry.configName, entry.configValue]));
  };
  const set = (configEntries: { name: string; value: string }[]) =>
    admin.alterConfigs({ validateOnly: false, resources: [{ type: 2, name: TOPIC, configEntries }] });

  it('given topics that the services made, when compared, then nothing differs', async () => {
    expect(await topicDifferences(brokers)).toEqual([]);
  });

  it('given somebody changed a topic, when applied, then it is as declared, and what is not ours stays as they made it', async () => {
    await set([
      { name: 'retention.ms', value: '1000' },
      { name: 'segment.ms', value: '3600000' },
    ]);
    const found = [
      { topic: TOPIC, what: 'retention.ms', actual: 1000, declared: 604_800_000 },
      { topic: TOPIC, what: 'max.message.bytes', actual: 1_048_588, declared: 2_097_152 }, // Kafka's own default
    ];
    expect(await topicDifferences(brokers)).toEqual(found);
    expect(await applyTopics(brokers)).toEqual(found);
    expect(await topicDifferences(brokers)).toEqual([]);
    expect(await settings()).toMatchObject({ 'retention.ms': '604800000', 'segment.ms': '3600000' });
  });

  it('given a topic is missing, when compared and applied, then it is named and made', async () => {
    await admin.deleteTopics({ topics: [TOPIC] });
    expect(await applyTopics(brokers)).toEqual([{ topic: TOPIC, what: 'topic', declared: 4 }]);
    expect(await topicDifferences(brokers)).toEqual([]);
    expect(await endsOfTopic(admin, TOPIC)).toHaveLength(4);
  });

  it('given more partitions than declared, when compared, then that is an operator’s choice; given fewer, they are added', async () => {
    expect(await topicDifferences(brokers, 2)).toEqual([]);
    await admin.deleteTopics({ topics: [TOPIC] });
    await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 2 }], waitForLeaders: true });
    expect(await applyTopics(brokers)).toContainEqual({ topic: TOPIC, what: 'partitions', actual: 2, declared: 4 });
    expect(await topicDifferences(brokers)).toEqual([]);
  });
});
