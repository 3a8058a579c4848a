import { type EventType, type PipelineEvent, EVENT_TYPES } from '@trademaster/contracts';
import { watchEvents } from '@trademaster/messaging';

type Listener = (event: PipelineEvent) => void;

/** Every event since it was opened, as somebody beside the pipeline sees them. */
export class EventLog {
  readonly events: PipelineEvent[] = [];
  private readonly listeners = new Set<Listener>();
  private readonly ended = new AbortController();
  private watching: Promise<void> = Promise.resolve();

  static async open(brokers: string[]): Promise<EventLog> {
    const log = new EventLog();
    await new Promise<void>((resolve, reject) => {
      const { signal } = log.ended;
      const onEvent = (event: PipelineEvent): void => log.take(event);
      log.watching = watchEvents({
        brokers,
        clientId: 'e2e',
        types: EVENT_TYPES,
        from: 'now',
        onReady: resolve,
        onEvent,
        signal,
      });
      log.watching.catch(reject);
    });
    return log;
  }

  async close(): Promise<void> {
    this.ended.abort();
    await this.watching;
  }

  /** The first event since index `from` that fits; waits for it. */
  async next<T = unknown>(
    what: string,
    fits: (event: PipelineEvent) => boolean,
    from = 0,
    timeoutMs = 120_000,
  ): Promise<PipelineEvent<T>> {
    const seen = this.events.slice(from).find(fits);
    if (seen) return seen as PipelineEvent<T>;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.listeners.delete(listener);
        const recent = this.events.slice(from).map((event) => `${event.type} ${event.subject}`);
        reject(new Error(`no ${what} within ${timeoutMs / 1000} s; seen since: ${recent.join(', ') || 'nothing'}`));
      }, timeoutMs);
      const listener: Listener = (event) => {
        if (!fits(event)) return;
        clearTimeout(timer);
        this.listeners.delete(listener);
        resolve(event as PipelineEvent<T>);
      };
      this.listeners.add(listener);
    });
  }

  ofRun(runId: string): PipelineEvent[] {
    return this.events.filter((event) => event.key === runId && event.type !== 'training.progressed');
  }

  ofRequest(requestId: string): PipelineEvent[] {
    return this.events.filter((event) => (event.data as { request_id?: string }).request_id === requestId);
  }

  count(type: EventType, key: string): number {
    return this.events.filter((event) => event.type === type && event.key === key).length;
  }

  private take(event: PipelineEvent): void {
    this.events.push(event);
    for (const listener of [...this.listeners]) listener(event);
  }
}
