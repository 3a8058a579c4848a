import type { StoredEvent } from '../src/page/contract';
import type { WebuiUnderTest } from './webui-under-test';

export interface Sent {
  id: number;
  event: string;
  data: unknown;
}

/** Reads server-sent events as a browser does, until it is closed. */
export class EventStreamReader {
  readonly sent: Sent[] = [];
  /** How often the server said that it is there. */
  heartbeats = 0;
  readonly ended: Promise<void>;
  private readonly closing = new AbortController();

  private constructor(response: Response) {
    this.ended = this.read(response.body as ReadableStream<Uint8Array>).catch(() => undefined);
  }

  static async open(webui: WebuiUnderTest, lastEventId?: number): Promise<EventStreamReader> {
    const headers = lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) };
    const closing = new AbortController();
    const response = await fetch(`${webui.url}/api/page/stream`, { headers, signal: closing.signal });
    if (response.status !== 200) throw new Error(`the stream answered ${response.status}`);
    const reader = new EventStreamReader(response);
    reader.closing.signal.addEventListener('abort', () => closing.abort());
    return reader;
  }

  get events(): StoredEvent[] {
    return this.sent.filter(({ event }) => event === 'pipeline').map(({ data }) => data as StoredEvent);
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.ended;
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    for await (const bytes of body) {
      text += decoder.decode(bytes, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.take(block);
    }
  }

  private take(block: string): void {
    if (block.startsWith(':')) this.heartbeats += 1;
    const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]));
    if (fields['data'] === undefined) return;
    this.sent.push({ id: Number(fields['id']), event: fields['event'] ?? '', data: JSON.parse(fields['data']) });
  }
}
