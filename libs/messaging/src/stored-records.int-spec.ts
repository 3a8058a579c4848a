import { randomUUID } from 'node:crypto';
import { topicOf } from '@trademaster/contracts';
import { exampleEvent } from '@trademaster/testkit';
import { encodeEvent } from './cloud-event-codec';
import { EventPublisher } from './event-publisher';
import type { ReceivedMessage } from './received-message';
import { type Boundary, readStoredRecords } from './stored-records';
import { ensureTopics } from './topic-admin';
import { MAX_EVENT_BYTES } from './topics';

const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');
const topic = topicOf('run.retry_requested');

describe('records that Kafka has kept', () => {
  const key = randomUUID();
  const publisher = new EventPublisher({ brokers, clientId: 'stored-records' });
  beforeAll(async () => {
    await ensureTopics(brokers);
    await publisher.connect();
    for (const id of ['first', 'second', 'third']) {
      await publisher.publish({ ...exampleEvent('run.retry_requested'), id: `${key}-${id}`, key });
    }
  });
  afterAll(() => publisher.disconnect());

  const read = async (boundaries: { from?: Boundary; to?: Boundary } = {}, of = key): Promise<ReceivedMessage[]> => {
    const records: ReceivedMessage[] = [];
    const onRecord = (record: ReceivedMessage) => void records.push(record);
    await readStoredRecords({ brokers, clientId: 'stored-records', topics: [topic], ...boundaries, onRecord });
    return records.filter((record) => String(record.key) === of);
  };

  it('given no boundaries, when read twice, then it is everything that was published, each time', async () => {
    expect(await read()).toHaveLength(3);
    expect((await read()).map(({ headers }) => String(headers['ce_id']))).toEqual([
      `${key}-first`,
      `${key}-second`,
      `${key}-third`,
    ]);
  });

  it('given more than one record batch can hold, when published at once, then all of it is there, in its order', async () => {
    const whole = { ...exampleEvent('run.retry_requested'), key: randomUUID() };
    const message = { ...encodeEvent(whole), value: Buffer.alloc(MAX_EVENT_BYTES * 0.4, ' ') };
    const ids = ['1', '2', '3', '4'];
    await publisher.publishRecords(ids.map((id) => ({ topic, message: { ...message, headers: { ce_id: id } } })));
    const stored = await read({}, whole.key);
    expect(stored.map(({ headers }) => String(headers['ce_id']))).toEqual(ids);
  });

  it('given offsets or times, when read, then the first is in and the last is not', async () => {
    const [first, second, third] = (await read()) as [ReceivedMessage, ReceivedMessage, ReceivedMessage];
    const between = { from: { offset: BigInt(second.offset) }, to: { offset: BigInt(third.offset) } };
    expect(await read(between)).toEqual([second]);
    expect(await read({ from: { time: Number(third.timestamp) + 60_000 } })).toEqual([]);
    expect(await read({ from: { time: Number(first.timestamp) } })).toHaveLength(3);
  });
});
