import { STAGES } from '@trademaster/contracts';
import { eventually } from '@trademaster/testkit';
import { Kafka, logLevel } from 'kafkajs';
import { ACTED_ON, drawnFrom, FUZZ_ID, fuzzedMessages } from '../../libs/messaging/test/fuzz';
import { SERVICES } from '../../stack/services/service-names';
import { drained } from '../support/drained';
import { effectsOf, ONE_OF_EACH } from '../support/effects';
import { PipelineUnderTest } from '../support/pipeline-under-test';
import { SMALL_CONFIG } from '../support/sample-request';

const COUNT = 1000;

describe('a thousand messages that nobody can work with, on every topic', () => {
  let pipeline: PipelineUnderTest;
  beforeAll(async () => {
    pipeline = await PipelineUnderTest.start();
  });
  afterAll(() => pipeline?.stop());

  it('given all of them, when they come, then no service ends, each has a dead letter that says why, and runs go on', async () => {
    const pids = SERVICES.map((name) => pipeline.services.processOf(name).identity.pid);
    const kafka = new Kafka({ brokers: pipeline.brokers, clientId: 'e2e-fuzz', logLevel: logLevel.NOTHING });
    const reasons = new Map<string, string>();
    const consumer = kafka.consumer({ groupId: 'e2e-fuzz' });
    await consumer.connect();
    await consumer.subscribe({ topics: STAGES.map((stage) => `${stage}-dlt`), fromBeginning: true });
    await consumer.run({
      eachMessage: ({ message: { headers } }) => {
        const id = headers?.[FUZZ_ID]?.toString();
        if (id !== undefined) reasons.set(id, headers?.['kafka_dlt-exception-message']?.toString() ?? '');
        return Promise.resolve();
      },
    });
    const producer = kafka.producer();
    await producer.connect();
    const fuzzed = fuzzedMessages(COUNT, ACTED_ON, drawnFrom(11));
    try {
      for (const { topic, message } of fuzzed) await producer.send({ topic, messages: [message] });
      await drained(pipeline.brokers);
      const silent = () => fuzzed.filter(({ id }) => !reasons.has(id)).map(({ topic, how }) => `${how} on ${topic}`);
      await eventually('all dead letters', () => silent().length === 0, 60_000).catch(() => undefined);
      expect(silent()).toEqual([]);
      expect(fuzzed.filter(({ id }) => !reasons.get(id)).map(({ how }) => how)).toEqual([]);
      expect(SERVICES.map((name) => pipeline.services.processOf(name).exit)).toEqual(SERVICES.map(() => undefined));
      expect(SERVICES.map((name) => pipeline.services.processOf(name).identity.pid)).toEqual(pids);
      const completed = await pipeline.run({ symbol: 'FUZZ', config: SMALL_CONFIG });
      expect(await effectsOf(pipeline, completed)).toEqual(ONE_OF_EACH);
    } finally {
      await Promise.all([consumer.disconnect(), producer.disconnect()]);
    }
  });
});
