import { randomUUID } from 'node:crypto';
import { type Admin, ConfigResourceTypes, type Message } from 'kafkajs';
import { topicOf } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { eventually, InMemoryStageLedger } from '@trademaster/testkit';
import { DeadLetters } from '../test/dead-letters';
import {
  modelTrained,
  newRunId,
  Overheard,
  symbolResolved,
  TrainerOnKafka,
  type Training,
} from '../test/stage-harness';
import { encodeEvent } from './cloud-event-codec';
import { createKafka, createProducer } from './kafka-client';
import { applyTopics, ensureTopics } from './topic-admin';
import { deadLetterTopicOf, MAX_EVENT_BYTES } from './topics';
import { waitingRetries } from './waiting-retries';

jest.setTimeout(90_000);

const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');
const TOPIC = topicOf('symbol.resolved');

describe('messages that cannot be worked with, now or ever', () => {
  const kafka = createKafka({ brokers, clientId: 'test' });
  const trainings = new Map<string, Training>();
  const admin: Admin = kafka.admin();
  let groupId: string;
  let overheard: Overheard;
  let deadLetters: DeadLetters;
  let trainer: TrainerOnKafka | undefined;

  beforeAll(async () => {
    await ensureTopics(brokers);
    await admin.connect();
    overheard = await Overheard.on(brokers, 'model.trained', 'run.failed');
    deadLetters = await DeadLetters.of(kafka, 'trainer');
  });
  beforeEach(() => (groupId = `trainer-${randomUUID()}`));
  afterEach(async () => {
    trainings.clear();
    await trainer?.stop();
    trainer = undefined;
  });
  afterAll(() => Promise.all([overheard.stop(), deadLetters.stop(), admin.disconnect()]));

  const start = async (options: Partial<Parameters<typeof TrainerOnKafka.start>[1]> = {}) => {
    const ledger = new InMemoryStageLedger();
    trainer = await TrainerOnKafka.start(trainings, { brokers, groupId, ledger, handlerRetryMs: 0, ...options });
    return trainer;
  };
  const trained = (cause: Parameters<Training>[0]) => Promise.resolve([modelTrained(cause)]);
  const heardOf = (runId: string): string[] => overheard.about(runId).map(({ type }) => type);

  /** Puts messages on one partition, one behind the other. */
  async function inOrder(...messages: Message[]): Promise<void> {
    const producer = createProducer(kafka);
    await producer.connect();
    try {
      for (const message of messages) await producer.send({ topic: TOPIC, messages: [{ ...message, partition: 0 }] });
    } finally {
      await producer.disconnect();
    }
  }

  it('given a run that is stuck, when it waits for longer than a session, then its neighbour passes, the member stays, and it is tried again when due', async () => {
    const [stuck, neighbour] = [symbolResolved(newRunId()), symbolResolved(newRunId())];
    const tries: number[] = [];
    trainings.set(stuck.key, (cause) => {
      tries.push(Date.now());
      if (tries.length === 1) throw new PipelineError('mlflow_unavailable', 'MLflow is away');
      return trained(cause);
    });
    trainings.set(neighbour.key, trained);
    const { strategy, fatal } = await start({ sessionTimeoutMs: 6000 });
    await inOrder(encodeEvent(stuck), encodeEvent(neighbour));

    await eventually('the neighbour', () => heardOf(neighbour.key).length === 1);
    expect(heardOf(stuck.key)).toEqual([]);
    const because = 'mlflow_unavailable: MLflow is away';
    expect(await waitingRetries({ brokers, clientId: 'test' })).toContainEqual(
      expect.objectContaining({ stage: 'trainer', runId: stuck.key, retry: 1, of: 13, because }),
    );
    await eventually('the second try', () => heardOf(stuck.key).length === 1);
    expect(heardOf(stuck.key)).toEqual(['model.trained']);
    expect(tries).toHaveLength(2);
    expect(tries[1]! - tries[0]!).toBeGreaterThanOrEqual(9_900); // the clock of the retry topic's name, not its edge
    expect([strategy.isConsuming, strategy.stalled, fatal]).toEqual([true, undefined, []]);
    expect(deadLetters.find(stuck.key)).toBeUndefined();
  });

  it('given a handler that goes on failing, when its retries are used up, then the run fails, the message is kept and its neighbours are handled', async () => {
    const [poison, neighbour] = [symbolResolved(newRunId()), symbolResolved(newRunId())];
    let tries = 0;
    trainings.set(poison.key, () => {
      tries += 1;
      throw new PipelineError('mlflow_unavailable', 'MLflow is away, key sk-abcdefghijklmnop');
    });
    trainings.set(neighbour.key, (cause) => Promise.resolve([modelTrained(cause)]));
    await start({ handlerRetryMs: 900, retryTopicsMs: 0 });
    await inOrder(encodeEvent(poison), encodeEvent(neighbour));

    const failed = await eventually('run.failed', () => overheard.about(poison.key)[0]);
    expect(failed).toMatchObject({
      type: 'run.failed',
      causationid: poison.id,
      data: {
        run_id: poison.key,
        symbol: poison.data.run.symbol,
        request_id: poison.data.run.request_id,
        failure: { stage: 'trainer', code: 'mlflow_unavailable', retryable: true },
      },
    });
    expect(JSON.stringify(failed)).not.toContain('sk-abc');
    expect(tries).toBeGreaterThan(1);
    const letter = await eventually('the dead letter', () => deadLetters.find(poison.key));
    expect(letter.headers?.['kafka_dlt-original-topic']?.toString()).toBe(TOPIC);
    expect((letter.headers?.['kafka_dlt-original-offset'] as Buffer).length).toBe(8);
    expect(letter.headers?.['ce_id']?.toString()).toBe(poison.id);
    expect(letter.headers?.['kafka_dlt-exception-stacktrace']?.toString()).not.toContain('sk-abc');
    await eventually('the neighbour', () => heardOf(neighbour.key).length === 1);
    await eventually('the commit', async () => (await committed()) === (await endOfFirst()));
  });

  it('given bytes that are no event, when they come, then the run that the key names ends and the bytes are kept', async () => {
    const runId = newRunId();
    const next = symbolResolved(newRunId());
    trainings.set(next.key, (cause) => Promise.resolve([modelTrained(cause)]));
    await start();
    await inOrder({ key: runId, value: Buffer.from([0xff, 0xfe, 0x00]) }, encodeEvent(next));

    const failed = await eventually('run.failed', () => overheard.about(runId)[0]);
    expect(failed.data).toMatchObject({ run_id: runId, failure: { stage: 'trainer', code: 'message_unreadable' } });
    const letter = await eventually('the dead letter', () => deadLetters.find(runId));
    expect(letter.value).toEqual(Buffer.from([0xff, 0xfe, 0x00]));
    await eventually('the next one', () => heardOf(next.key).length === 1);
  });

  it('given an event that breaks its contract, when it comes, then the run fails and the field is named', async () => {
    const event = symbolResolved(newRunId());
    const broken = { ...event, data: { run: { ...event.data.run, as_of: 'yesterday' } } };
    await start();
    await inOrder(encodeEvent(broken));

    const failed = await eventually('run.failed', () => overheard.about(event.key)[0]);
    expect(failed.data).toMatchObject({ failure: { code: 'message_invalid', field: 'run.as_of' } });
  });

  it('given poison of the largest size that the topic takes, when it comes, then it is a dead letter at once and its neighbour passes', async () => {
    const neighbour = symbolResolved(newRunId());
    trainings.set(neighbour.key, trained);
    const key = newRunId();
    const value = Buffer.alloc(MAX_EVENT_BYTES - 110, '{'); // what a record batch of one record with this key needs besides
    await start();
    await expect(inOrder({ key, value: Buffer.alloc(MAX_EVENT_BYTES, '{') })).rejects.toThrow(/too large|larger/i);
    await inOrder({ key, value }, encodeEvent(neighbour));

    await eventually('the neighbour', () => heardOf(neighbour.key).length === 1);
    const letter = await eventually('the dead letter', () => deadLetters.find(key));
    expect(letter.value?.equals(value)).toBe(true);
    expect(letter.headers?.['kafka_dlt-exception-fqcn']?.toString()).toContain('message_unreadable');
  });

  it('given the topic of dead letters takes nothing, when poison comes, then it stays uncommitted and nobody hears of it, until it does', async () => {
    const key = newRunId();
    const tiny = [{ name: 'max.message.bytes', value: '100' }];
    const name = deadLetterTopicOf('trainer');
    const waits: string[] = [];
    const quiet = () => undefined;
    const end = await endOfFirst();
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name, configEntries: tiny }],
    });
    await start({
      log: { debug: quiet, info: quiet, error: quiet, warn: (_, message) => void waits.push(message) },
    });
    await inOrder({ key, value: '{' });
    const refusals = () => waits.filter((line) => line.startsWith('dead letter failed')).length;
    await eventually('the dead letter to be refused twice', () => refusals() > 1);
    expect(await committed()).toBeLessThanOrEqual(end);
    expect(heardOf(key)).toEqual([]);

    await applyTopics(brokers);
    await eventually('run.failed', () => heardOf(key).length === 1);
    expect(deadLetters.find(key)).toBeDefined();
    await eventually('the commit', async () => (await committed()) === end + 1);
  });

  /** Of partition 0. */
  async function endOfFirst(): Promise<number> {
    return Number((await admin.fetchTopicOffsets(TOPIC)).find(({ partition }) => partition === 0)!.high);
  }

  async function committed(): Promise<number> {
    const [topic] = await admin.fetchOffsets({ groupId, topics: [TOPIC] });
    return Number(topic!.partitions.find(({ partition }) => partition === 0)!.offset);
  }
});
