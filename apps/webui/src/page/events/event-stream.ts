import { once } from 'node:events';
import type { Response } from 'express';
import type { StoredEvent, StreamReset } from '../contract';
import type { EventFeed } from './event-feed';
import type { EventStore } from './event-store';

const READ_AT_ONCE = 200;
const HEARTBEAT_MS = 15_000;
/** Browsers come back after so long. */
const RECONNECT_MS = 1000;
/** Behind by more than this, loading the views anew is less work than hearing everything. */
const MOST_BEHIND = 5000;
/** What may wait for a slow reader before it has to read on from the table. */
const MOST_WAITING_BYTES = 1024 * 1024;

/** One reader of the server-sent events: first what it has missed, then what comes; each event once, none left out. */
export class EventStream {
  private seen = 0;
  private heartbeat: NodeJS.Timeout | undefined;
  private behind = false;

  constructor(
    private readonly response: Response,
    private readonly store: Pick<EventStore, 'after' | 'newestSeq'>,
    private readonly feed: Pick<EventFeed, 'join' | 'leave'>,
  ) {}

  /** `after`: the seq that the reader has seen; undefined: from now on. Returns when everything missed was sent. */
  async start(after: number | undefined): Promise<void> {
    const newest = await this.store.newestSeq();
    this.response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    this.response.write(`retry: ${RECONNECT_MS}\n\n`);
    this.response.on('close', () => this.end());
    this.heartbeat = setInterval(() => this.response.write(': heartbeat\n\n'), HEARTBEAT_MS);
    this.seen = after ?? newest;
    if (after !== undefined && (after > newest || newest - after > MOST_BEHIND)) this.reset(newest);
    await this.catchUp();
  }

  end(): void {
    clearInterval(this.heartbeat);
    this.feed.leave(this.hear);
    this.response.end();
  }

  private async catchUp(): Promise<void> {
    while (!this.response.closed && !this.response.writableEnded) {
      const missed = await this.store.after(this.seen, READ_AT_ONCE);
      for (const event of missed) await this.sendInTime(event);
      if (missed.length < READ_AT_ONCE && this.feed.join(this.hear, this.seen)) return;
    }
  }

  private readonly hear = (event: StoredEvent): void => {
    if (this.behind || event.seq <= this.seen) return;
    this.send(event);
    if (this.response.writableLength <= MOST_WAITING_BYTES) return;
    this.behind = true;
    this.feed.leave(this.hear);
    void this.drained()
      .then(() => {
        this.behind = false;
        return this.catchUp();
      })
      .catch(() => this.end()); // it comes back by itself, with the seq that it has seen
  };

  private async sendInTime(event: StoredEvent): Promise<void> {
    if (this.response.closed) return;
    if (!this.send(event)) await this.drained();
  }

  /** False when the reader is slower than we are. */
  private send(event: StoredEvent): boolean {
    this.seen = event.seq;
    return this.response.write(`id: ${event.seq}\nevent: pipeline\ndata: ${JSON.stringify(event)}\n\n`);
  }

  private reset(seq: number): void {
    this.seen = seq;
    this.response.write(`id: ${seq}\nevent: reset\ndata: ${JSON.stringify({ seq } satisfies StreamReset)}\n\n`);
  }

  private async drained(): Promise<void> {
    if (!this.response.closed && this.response.writableNeedDrain)
      await Promise.race([once(this.response, 'drain'), once(this.response, 'close')]);
  }
}
