import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { StoredEvent } from '../contract';
import { EventStore } from './event-store';

export type Listener = (event: StoredEvent) => void;

const READ_AT_ONCE = 200;
/** How late what another process stored may come. */
const OTHERS_MS = 1000;

/** Tells listeners of each event that is stored, in the order of seq: at once what this process stores. */
@Injectable()
export class EventFeed implements OnModuleDestroy {
  private readonly log = new Logger(EventFeed.name);
  private readonly listeners = new Set<Listener>();
  private told = 0;
  private pumping = false;
  private wanted = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly store: Pick<EventStore, 'after' | 'newestSeq'>) {}

  /**
   * Whether the listener, who has seen everything up to `seen`, is told of everything behind it from now on. False when
   * others were told of more already: read on, and ask again. It may be told of events that it has seen.
   */
  join(listener: Listener, seen: number): boolean {
    if (this.listeners.size === 0 && !this.pumping) this.told = seen;
    if (this.told > seen) return false;
    this.listeners.add(listener);
    this.timer ??= setInterval(() => this.wake(), OTHERS_MS).unref();
    this.wake();
    return true;
  }

  leave(listener: Listener): void {
    this.listeners.delete(listener);
    if (this.listeners.size === 0) this.rest();
  }

  /** Something was stored. */
  wake(): void {
    this.wanted = true;
    if (!this.pumping) void this.pump();
  }

  onModuleDestroy(): void {
    this.listeners.clear();
    this.rest();
  }

  private rest(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async pump(): Promise<void> {
    this.pumping = true;
    try {
      while (this.wanted && this.listeners.size > 0) {
        this.wanted = false;
        const events = await this.store.after(this.told, READ_AT_ONCE);
        for (const event of events) this.tell(event);
        if (events.length === READ_AT_ONCE) this.wanted = true;
      }
    } catch (error) {
      this.log.warn(`the stream waits for PostgreSQL: ${(error as Error).message}`); // the timer wakes it again
    } finally {
      this.pumping = false;
    }
  }

  private tell(event: StoredEvent): void {
    this.told = event.seq;
    for (const listener of this.listeners) listener(event);
  }
}
