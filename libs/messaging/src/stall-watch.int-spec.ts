import { randomUUID } from 'node:crypto';
import type { Consumer } from 'kafkajs';
import { topicOf } from '@trademaster/contracts';
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
import type { EventPublisher } from './event-publisher';
import { ensureTopics } from './topic-admin';

jest.setTimeout(60_000);

const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');
const STALL_MS = 2000;

describe('a member whose work stands still', () => {
  const trainings = new Map<string, Training>();
  let outside: EventPublisher;
  let overheard: Overheard;
  let trainer: TrainerOnKafka;

  beforeAll(async () => {
    await ensureTopics(brokers);
    outside = await publisher(brokers);
    overheard = await Overheard.on(brokers, 'model.trained');
  });
  beforeEach(async () => {
    const [ledger, groupId] = [new InMemoryStageLedger(), `trainer-${randomUUID()}`];
    const options = { brokers, ledger, groupId, stallMs: STALL_MS, graceMs: 100 };
    trainer = await TrainerOnKafka.start(trainings, options);
  });
  afterEach(async () => {
    trainings.clear();
    await trainer.stop();
  });
  afterAll(() => Promise.all([outside.disconnect(), overheard.stop()]));

  it('given work that gives signs of life, when it takes several limits, then nothing stands still; when they end, it says so', async () => {
    const event = symbolResolved(newRunId());
    let alive = true;
    let begun = 0;
    trainings.set(event.key, async (cause, work) => {
      begun ||= Date.now();
      await eventually('the end of the work', () => {
        if (alive) work.progressed();
        return work.signal.aborted;
      });
      return [modelTrained(cause)];
    });
    await outside.publish(event);
    await eventually('three limits of work', () => begun > 0 && Date.now() - begun > 3 * STALL_MS);
    expect(trainer.strategy.stalled).toBeUndefined();
    alive = false;
    const reason = await eventually('the standstill', () => trainer.strategy.stalled);
    expect(reason).toMatch(/symbol\.resolved\.v1\/\d: 1 behind, nothing moved for \d+ s/);
  });

  it('given a consumer that fetches no more, when messages come, then it says so and asks for its end', async () => {
    const first = symbolResolved(newRunId());
    trainings.set(first.key, (cause) => Promise.resolve([modelTrained(cause)]));
    await outside.publish(first);
    await eventually('the first one', () => overheard.about(first.key).length > 0);
    // what kafkajs is known for: in its group, heart beating, nothing fetched
    trainer.strategy.unwrap<Consumer>().pause([{ topic: topicOf('symbol.resolved') }]);
    await outside.publish(symbolResolved(newRunId()));
    await eventually('the standstill', () => trainer.strategy.stalled);
    await eventually('its end', () => trainer.fatal.length > 0);
    expect(String(trainer.fatal[0])).toContain('the consumer stands still');
  });
});
