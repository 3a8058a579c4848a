import { randomUUID } from 'node:crypto';
import { eventually, InMemoryStageLedger } from '@trademaster/testkit';
import { DeadLetters } from '../test/dead-letters';
import { drawnFrom, FUZZ_ID, type FuzzedMessage, fuzzedMessages } from '../test/fuzz';
import { modelTrained, newRunId, Overheard, publisher, symbolResolved, TrainerOnKafka } from '../test/stage-harness';
import { createKafka, createProducer } from './kafka-client';
import { ensureTopics } from './topic-admin';

jest.setTimeout(120_000);

const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');
/** Several of each kind; a thousand, on every topic: test/delivery/fuzzed-messages.full-spec.ts. */
const COUNT = 100;
const AT_ONCE = 20;

describe('messages that nobody can work with', () => {
  const kafka = createKafka({ brokers, clientId: 'test' });

  it('given all of them, when they come, then each is a dead letter that says why, and the next good one is handled', async () => {
    await ensureTopics(brokers);
    const overheard = await Overheard.on(brokers, 'model.trained');
    const [deadLetters, outside] = [await DeadLetters.of(kafka, 'trainer'), await publisher(brokers)];
    const trainings = new Map();
    const [ledger, groupId] = [new InMemoryStageLedger(), `trainer-${randomUUID()}`];
    const trainer = await TrainerOnKafka.start(trainings, { brokers, ledger, groupId });
    try {
      const fuzzed = fuzzedMessages(COUNT, ['symbol.resolved'], drawnFrom(7));
      await publish(fuzzed);
      const good = symbolResolved(newRunId());
      trainings.set(good.key, (cause: typeof good) => Promise.resolve([modelTrained(cause)]));
      await outside.publish(good);

      const reasons = await eventually(
        'all dead letters',
        () => {
          const found = reasonsIn(deadLetters);
          return found.size === COUNT && found;
        },
        90_000,
      );
      const unexplained = fuzzed.filter(({ id }) => !/message_(unreadable|invalid)$/.test(reasons.get(id) ?? ''));
      expect(unexplained.map(({ how, id }) => `${how}: ${reasons.get(id)}`)).toEqual([]);
      await eventually('the good one', () => overheard.about(good.key).length === 1);
      expect([trainer.fatal, trainer.strategy.isConsuming]).toEqual([[], true]);
      expect(({} as Record<string, unknown>)['run']).toBeUndefined(); // nobody's prototype was touched
    } finally {
      await Promise.all([trainer.stop(), overheard.stop(), outside.disconnect(), deadLetters.stop()]);
    }
  });

  async function publish(fuzzed: FuzzedMessage[]): Promise<void> {
    const producer = createProducer(kafka);
    await producer.connect();
    try {
      for (let from = 0; from < fuzzed.length; from += AT_ONCE)
        await Promise.all(
          fuzzed.slice(from, from + AT_ONCE).map(({ topic, message }) => producer.send({ topic, messages: [message] })),
        );
    } finally {
      await producer.disconnect();
    }
  }
});

/** `fuzz-id` → class of the exception. */
function reasonsIn({ letters }: DeadLetters): Map<string, string> {
  return new Map(
    letters.flatMap(({ headers }) => {
      const id = headers?.[FUZZ_ID]?.toString();
      return id === undefined ? [] : [[id, headers?.['kafka_dlt-exception-fqcn']?.toString() ?? ''] as const];
    }),
  );
}
