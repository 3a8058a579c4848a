import { randomUUID } from 'node:crypto';
import type { Admin, Message } from 'kafkajs';
import { topicOf } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { eventually, InMemoryStageLedger } from '@trademaster/testkit';
import {
  modelTrained,
  newRunId,
  Overheard,
  publisher,
  symbolResolved,
  TrainerOnKafka,
  type Training,
} from '../test/stage-harness';
import { encodeEvent } from './cloud-event-codec';
import type { EventPublisher } from './event-publisher';
import { createKafka, createProducer } from './kafka-client';
import { ensureTopics } from './topic-admin';

jest.setTimeout(60_000);

const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');
const TOPIC = topicOf('symbol.resolved');

describe('a stage on Kafka', () => {
  const trainings = new Map<string, Training>();
  const started: TrainerOnKafka[] = [];
  const kafka = createKafka({ brokers, clientId: 'test' });
  let outside: EventPublisher;
  let overheard: Overheard;
  let ledger: InMemoryStageLedger;
  let groupId: string;
  let admin: Admin;

  beforeAll(async () => {
    await ensureTopics(brokers);
    outside = await publisher(brokers);
    overheard = await Overheard.on(brokers, 'model.trained', 'run.failed', 'training.progressed');
    admin = kafka.admin();
    await admin.connect();
  });
  beforeEach(() => {
    ledger = new InMemoryStageLedger();
    groupId = `trainer-${randomUUID()}`;
  });
  afterEach(async () => {
    trainings.clear(); // a new group reads from the beginning, and earlier tests' events are not to fail again
    await Promise.all(started.splice(0).map((trainer) => trainer.stop()));
  });
  afterAll(async () => {
    await Promise.all([outside.disconnect(), overheard.stop(), admin.disconnect()]);
  });

  async function startTrainer(options: Partial<Parameters<typeof TrainerOnKafka.start>[1]> = {}) {
    const trainer = await TrainerOnKafka.start(trainings, { brokers, ledger, groupId, ...options });
    started.push(trainer);
    return trainer;
  }

  /** Sum of the committed offsets' distances to the ends. */
  async function uncommitted(): Promise<number> {
    const [committed] = await admin.fetchOffsets({ groupId, topics: [TOPIC] });
    const ends = await admin.fetchTopicOffsets(TOPIC);
    return ends
      .map(({ partition, high }) => {
        const at = committed?.partitions.find((candidate) => candidate.partition === partition)?.offset ?? '-1';
        return Number(high) - Math.max(0, Number(at));
      })
      .reduce((sum, behind) => sum + behind, 0);
  }

  it('given an event, when it is handled, then what follows has the ids of its cause and the offset is committed', async () => {
    const event = symbolResolved(newRunId());
    trainings.set(event.key, (cause) => Promise.resolve([modelTrained(cause)]));
    await startTrainer();
    await outside.publish(event);

    const [trained] = await eventually('model.trained', () => atLeast(1, overheard.about(event.key)));
    expect(trained).toMatchObject({
      type: 'model.trained',
      source: '/trademaster/trainer',
      causationid: event.id,
      correlationid: event.key,
      attempt: 0,
      time: event.time,
    });
    await eventually('the commit', async () => (await uncommitted()) === 0);
  });

  it('given an event comes twice, when it is handled, then it is worked once and the same events come twice', async () => {
    const event = symbolResolved(newRunId());
    let works = 0;
    trainings.set(event.key, (cause) => {
      works += 1;
      return Promise.resolve([modelTrained(cause)]);
    });
    await startTrainer();
    await outside.publish(event);
    await outside.publish(event);

    const [first, second] = await eventually('two events', () => atLeast(2, overheard.about(event.key)));
    expect(second).toEqual(first);
    expect(works).toBe(1);
  });

  it('given a handler that fails for now, when it works at the third try, then nothing failed', async () => {
    const event = symbolResolved(newRunId());
    let tries = 0;
    trainings.set(event.key, (cause) => {
      tries += 1;
      if (tries < 3) throw new PipelineError('mlflow_unavailable', 'MLflow is away');
      return Promise.resolve([modelTrained(cause)]);
    });
    await startTrainer();
    await outside.publish(event);

    const heard = await eventually('the event', () => atLeast(1, overheard.about(event.key)));
    expect(heard.map(({ type }) => type)).toEqual(['model.trained']);
    expect(tries).toBe(3);
  });

  it('given an event in a mode that is not the stage’s, when it comes, then it is committed and nothing is said', async () => {
    const event = symbolResolved(newRunId());
    let works = 0;
    trainings.set(event.key, () => {
      works += 1;
      return Promise.resolve([]);
    });
    const next = symbolResolved(newRunId());
    trainings.set(next.key, (cause) => Promise.resolve([modelTrained(cause)]));
    await startTrainer();
    const otherMode = { ...event, data: { run: { ...event.data.run, mode: 'inference' } } };
    await inOrder(encodeEvent(otherMode), encodeEvent(next));

    await eventually('the next one', () => atLeast(1, overheard.about(next.key)));
    await eventually('the commit', async () => (await uncommitted()) === 0);
    expect(works).toBe(0);
    expect(overheard.about(event.key)).toEqual([]);
  });

  it('given a service that dies before the commit, when another takes over, then it publishes the same events and computes nothing', async () => {
    const event = symbolResolved(newRunId());
    let works = 0;
    trainings.set(event.key, (cause) => {
      works += 1;
      return Promise.resolve([modelTrained(cause)]);
    });
    const crashPoint = (point: string): void => {
      if (point === 'before_commit' && works > 0) throw new Error('crashed here');
    };
    const dying = await startTrainer({ crashPoint });
    await outside.publish(event);
    await eventually('the first publication', () => atLeast(1, overheard.about(event.key)));
    await dying.stop();
    await startTrainer();

    const [first, second] = await eventually('two events', () => atLeast(2, overheard.about(event.key)));
    expect(second).toEqual(first);
    expect(works).toBe(1);
    expect(String(dying.fatal[0])).toContain('crashed here');
  });

  it('given the ledger is away, when an event comes, then it waits uncommitted and is handled when the ledger is back', async () => {
    const event = symbolResolved(newRunId());
    trainings.set(event.key, (cause) => Promise.resolve([modelTrained(cause)]));
    ledger.away = true;
    const waits: string[] = [];
    const log = { debug: () => undefined, info: () => undefined, error: () => undefined };
    await startTrainer({ log: { ...log, warn: (_, message) => void waits.push(message) } });
    await outside.publish(event);
    await eventually('the ledger to be asked twice', () => waits.filter((line) => /claiming/.test(line)).length > 1);
    expect(await uncommitted()).toBeGreaterThan(0);
    ledger.away = false;

    await eventually('the event', () => atLeast(1, overheard.about(event.key)));
    await eventually('the commit', async () => (await uncommitted()) === 0);
  });

  it('given work longer than the session, when a second member joins meanwhile, then it is done once and committed', async () => {
    const event = symbolResolved(newRunId());
    const sessionTimeoutMs = 6000;
    const begun: number[] = [];
    const members: TrainerOnKafka[] = [];
    trainings.set(event.key, async (cause, work) => {
      begun.push(Date.now());
      work.publishEphemeral('training.progressed', cause.key, {
        run_id: cause.key,
        seed: 11,
        epoch: 1,
        epochs: 2,
        validation_return: 0.01,
        share_done: 0.5,
      });
      // The work of this handler is to take two and a half sessions.
      await eventually('the work', () => members.length > 1 && Date.now() > (begun[0] ?? 0) + 2.5 * sessionTimeoutMs);
      return [modelTrained(cause)];
    });
    members.push(await startTrainer({ sessionTimeoutMs }));
    await outside.publish(event);
    await eventually('the work to begin', () => begun.length > 0);
    members.push(await startTrainer({ sessionTimeoutMs }));

    const heard = await eventually('model.trained', () => {
      const events = overheard.about(event.key);
      return events.some(({ type }) => type === 'model.trained') && events;
    });
    await eventually('the commit', async () => (await uncommitted()) === 0);
    expect(begun).toHaveLength(1);
    expect(heard.map(({ type }) => type)).toContain('training.progressed');
    expect(members.map(({ strategy }) => strategy.isConsuming)).toEqual([true, true]);
  });

  it('given work in progress, when the service stops, then the handler is aborted, its lease given back and another does it', async () => {
    const event = symbolResolved(newRunId());
    const begun: string[] = [];
    trainings.set(event.key, async (cause, work) => {
      begun.push(work.signal.aborted ? 'aborted' : 'fresh');
      if (begun.length > 1) return [modelTrained(cause)];
      await new Promise((resolve) => work.signal.addEventListener('abort', resolve));
      throw new PipelineError('training_cancelled', 'stopped');
    });
    const first = await startTrainer({ graceMs: 100 });
    await outside.publish(event);
    await eventually('the work to begin', () => begun.length > 0);
    await first.stop();
    expect(overheard.about(event.key)).toEqual([]);
    await startTrainer();

    const heard = await eventually('model.trained', () => atLeast(1, overheard.about(event.key)));
    expect(heard.map(({ type }) => type)).toEqual(['model.trained']);
    expect(begun).toEqual(['fresh', 'fresh']);
  });

  /** Puts messages on one partition, one behind the other. */
  async function inOrder(...messages: Message[]): Promise<void> {
    const producer = createProducer(kafka);
    await producer.connect();
    await producer.send({ topic: TOPIC, messages: messages.map((message) => ({ ...message, partition: 0 })) });
    await producer.disconnect();
  }
});

function atLeast<T>(count: number, items: T[]): T[] | false {
  return items.length >= count && items;
}
