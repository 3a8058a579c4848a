import { PassThrough } from 'node:stream';
import type { Response } from 'express';
import { eventually } from '@trademaster/testkit';
import type { StoredEvent } from '../contract';
import { EventFeed } from './event-feed';
import { EventStream } from './event-stream';

/** The events in memory, as the table has them. */
class Table {
  readonly events: StoredEvent[] = [];

  add(count: number): void {
    for (let i = 0; i < count; i += 1) this.events.push({ seq: this.events.length + 1 } as StoredEvent);
  }

  after = (seq: number, limit: number): Promise<StoredEvent[]> =>
    Promise.resolve(this.events.filter((event) => event.seq > seq).slice(0, limit));

  newestSeq = () => Promise.resolve(this.events.length);
}

/** A response whose reader takes nothing until it is told to. */
class SlowResponse extends PassThrough {
  writeHead = () => this;
}

function readerOf(response: SlowResponse) {
  let text = '';
  response.on('data', (bytes: Buffer) => (text += bytes.toString()));
  return { seqs: () => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)), text: () => text };
}

const upTo = (count: number, from = 1) => Array.from({ length: count - from + 1 }, (_, index) => from + index);

describe('a stream of events', () => {
  let table: Table;
  let feed: EventFeed;
  let response: SlowResponse;
  let stream: EventStream;

  beforeEach(() => {
    table = new Table();
    feed = new EventFeed(table);
    response = new SlowResponse();
    stream = new EventStream(response as unknown as Response, table, feed);
  });
  afterEach(() => {
    stream.end();
    feed.onModuleDestroy();
  });

  it('given events that others are told of between its last look and its turn, then it has them all the same, once', async () => {
    const reader = readerOf(response);
    let told = 0;
    feed.join(({ seq }) => (told = seq), 0); // somebody who hears everything at once
    table.add(450);
    let surprises = 5;
    const after = async (seq: number, limit: number) => {
      const page = await table.after(seq, limit);
      if ((surprises -= 1) >= 0) {
        table.add(3);
        feed.wake();
        await eventually('the others were told', () => told === table.events.length);
      }
      return page;
    };
    stream = new EventStream(response as unknown as Response, { ...table, after }, feed);
    await stream.start(0);
    expect(surprises).toBeLessThan(0);
    await eventually('everything', () => reader.seqs().length >= 465);
    table.add(1);
    feed.wake();
    await eventually('what came then', () => reader.seqs().includes(466));
    expect(reader.seqs()).toEqual(upTo(466));
  });

  it('given events that it has read before the others were told of them, then it is not told again', async () => {
    const reader = readerOf(response);
    let told = 0;
    feed.join(({ seq }) => (told = seq), 0);
    await new Promise(setImmediate);
    table.add(10); // nobody has said so yet
    await stream.start(0);
    await eventually('the others were told', () => told === 10);
    table.add(1);
    feed.wake();
    await eventually('what came then', () => reader.seqs().includes(11));
    expect(reader.seqs()).toEqual(upTo(11));
  });

  it('given a reader that takes nothing for a while, then what waits for it is bounded, and nothing is lost', async () => {
    await stream.start(undefined);
    const large = 'x'.repeat(100_000);
    for (let i = 0; i < 100; i += 1) {
      table.events.push({ seq: i + 1, symbol: large } as StoredEvent);
      feed.wake();
      await new Promise(setImmediate);
    }
    expect(response.writableLength).toBeLessThan(2_000_000);
    const reader = readerOf(response);
    await eventually('everything', () => reader.seqs().length >= 100);
    expect(reader.seqs()).toEqual(upTo(100));
  });

  it('given a reader that is far behind, then it is told to load anew, and hears what comes', async () => {
    const reader = readerOf(response);
    table.add(6000);
    await stream.start(1);
    table.add(1);
    feed.wake();
    await eventually('the next one', () => reader.seqs().includes(6001));
    expect(reader.seqs()).toEqual([6000, 6001]);
    expect(reader.text()).toContain('event: reset\ndata: {"seq":6000}');
  });
});
