import type { QueryClient, QueryKey } from '@tanstack/react-query';

const PAUSE_MS = 250;

/**
 * Asks the server again for what events made outdated: at once when it was quiet, and at most every 250 ms in a burst.
 * What is on its way is not asked for twice; it is asked for again when it has come, as it may be older than the event.
 */
export class Refetching {
  private readonly waiting = new Map<string, QueryKey>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly client: QueryClient) {}

  add(keys: readonly QueryKey[]): void {
    for (const key of keys) this.waiting.set(JSON.stringify(key), key);
    if (this.timer === undefined) this.flush();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting.clear();
  }

  private flush(): void {
    this.timer = undefined;
    if (this.waiting.size === 0) return;
    for (const [name, queryKey] of this.waiting) {
      if (this.client.isFetching({ queryKey }) > 0) continue;
      this.waiting.delete(name);
      void this.client.invalidateQueries({ queryKey });
    }
    this.timer = setTimeout(() => this.flush(), PAUSE_MS);
  }
}
