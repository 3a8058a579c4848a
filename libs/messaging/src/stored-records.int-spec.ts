import { randomUUID } from 'node:crypto';
import { topicOf } from '@trademaster/contracts';
import { exampleEvent } from '@trademaster/testkit';
import { EventPublisher } from './event-publisher';
import type { ReceivedMessage } from './received-message';
import { type Boundary, readStoredRecords } from './stored-records';
import { ensureTopics } from './topic-admin';

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

  const read = async (boundaries: { from?: Boundary; to?: Boundary } = {}): Promise<ReceivedMessage[]> => {
    const records: ReceivedMessage[] = [];
    const onRecord = (record: ReceivedMessage) => void records.push(record);
    await readStoredRecords({ brokers, clientId: 'stored-records', topics: [topic], ...boundaries, onRecord });
    return records.filter((record) => String(record.key) === key);
  };

  it('given no boundaries, when read twice, then it is everything that was published, each time', async () => {
    expect(await read()).toHaveLength(3);
    expect((await read()).map(({ headers }) => String(headers['ce_id']))).toEqual([
      `${key}-first`,
      `${key}-second`,
      `${key}-third`,
    ]);
  });

  it('given offsets or times, when read, then the first is in and the last is not', async () => {
    const [first, second, third] = (await read()) as [ReceivedMessage, ReceivedMessage, ReceivedMessage];
    const between = { from: { offset: BigInt(second.offset) }, to: { offset: BigInt(third.offset) } };
    expect(await read(between)).toEqual([second]);
    expect(await read({ from: { time: Number(third.timestamp) + 60_000 } })).toEqual([]);
    expect(await read({ from: { time: Number(first.timestamp) } })).toHaveLength(3);
  });
});
