import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, InMemoryStageLedger } from '@trademaster/testkit';
import { createKafka, createProducer } from '../libs/messaging/src/kafka-client';
import { encodeEvent } from '../libs/messaging/src/cloud-event-codec';
import { noteOffsets, watchEvents } from '../libs/messaging/src/event-reader';
import { ensureTopics } from '../libs/messaging/src/topic-admin';
import {
  modelTrained,
  newRunId,
  symbolResolved,
  TrainerOnKafka,
  type Training,
} from '../libs/messaging/test/stage-harness';
import { startTemporaryInfra } from '../stack/infra/temporary-infra';
import { type Bench, median } from './figure';

const MESSAGES = 1000;
const EVERY_MS = 5;
const UNREADABLE = 0.01;
/** Pairs of a round without and one with unreadable messages: single rounds differ by a half on two cores. */
const PAIRS = 12;
const TOPIC = 'trademaster.symbol.resolved.v1';

/** What messages that nobody can read cost the others: from publication to the event that follows, on a real broker. */
export const bench: Bench = async function* () {
  const infra = await startTemporaryInfra(() => undefined);
  try {
    const brokers = (infra.env.KAFKA_BROKERS as string).split(',');
    await ensureTopics(brokers);
    const train: Training = (cause) => Promise.resolve([modelTrained(cause)]);
    const trainings = { get: () => train } as unknown as Map<string, Training>;
    const [ledger, groupId] = [new InMemoryStageLedger(), `bench-${randomUUID()}`];
    // one for all rounds: a new group would first read what the rounds before have left
    const trainer = await TrainerOnKafka.start(trainings, { brokers, ledger, groupId });
    await p95Of(brokers, 0); // the first round pays for warming up
    const pairs: { clean: number; poisoned: number }[] = [];
    for (let pair = 0; pair < PAIRS; pair += 1) {
      // by turns, so that neither gains from being the second
      const shares = pair % 2 === 0 ? [0, UNREADABLE] : [UNREADABLE, 0];
      const p95 = new Map<number, number>();
      for (const share of shares) p95.set(share, await p95Of(brokers, share));
      pairs.push({ clean: p95.get(0) as number, poisoned: p95.get(UNREADABLE) as number });
    }
    await trainer.stop();
    yield { figure: 'p95_ms', value: median(pairs.map(({ clean }) => clean)), unit: 'ms', samples: PAIRS };
    yield {
      figure: 'p95_slower_with_1_percent_unreadable',
      value: median(pairs.map(({ clean, poisoned }) => poisoned / clean)) - 1,
      unit: 'share, median over pairs of rounds',
      samples: PAIRS,
      target: { atMost: 0.1 },
      detail: { pairs },
    };
  } finally {
    await infra.stop();
  }
};

async function p95Of(brokers: string[], unreadable: number): Promise<number> {
  const latencies: number[] = [];
  const sentAt = new Map<string, number>();
  const end = new AbortController();
  const client = { brokers, clientId: 'bench' };
  const watching = watchEvents({
    ...client,
    types: ['model.trained'],
    from: await noteOffsets(client, ['model.trained']),
    signal: end.signal,
    onEvent: ({ key }) => {
      const sent = sentAt.get(key);
      if (sent !== undefined) latencies.push(performance.now() - sent);
    },
  });
  const producer = createProducer(createKafka(client));
  await producer.connect();
  const sending: Promise<unknown>[] = [];
  let good = 0;
  for (let index = 0; index < MESSAGES; index += 1) {
    const key = newRunId();
    const isGood = index % 100 >= unreadable * 100;
    const message = isGood ? encodeEvent(symbolResolved(key)) : { key, value: '{' };
    if (isGood) {
      good += 1;
      sentAt.set(key, performance.now());
    }
    sending.push(producer.send({ topic: TOPIC, messages: [message] }));
    await sleep(EVERY_MS);
  }
  await Promise.all(sending);
  await eventually('every event', () => latencies.length >= good, 120_000);
  end.abort();
  await Promise.all([watching, producer.disconnect()]);
  return latencies.toSorted((a, b) => a - b)[Math.ceil(0.95 * latencies.length) - 1] as number;
}
