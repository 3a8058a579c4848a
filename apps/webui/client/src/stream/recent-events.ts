import type { StoredEvent } from '../../../src/page/contract';

const KEPT = 2_000;

/** The end of the one stream of this page, so that an answer that was on its way meanwhile misses none of it. */
const heard: { from: number; events: StoredEvent[] } = { from: 0, events: [] };

export function streamStartsFrom(seq: number): void {
  heard.from = seq;
  heard.events = [];
}

export function remember(events: readonly StoredEvent[]): void {
  heard.events = [...heard.events, ...events].slice(-KEPT);
}

/** A view that is older than the stream's beginning lacks events that the stream will not bring: it is read again. */
export async function upToDate<T extends { seq: number }>(read: () => Promise<T>): Promise<T> {
  const view = await read();
  return view.seq < heard.from ? read() : view;
}

/** A view together with what the stream told while it was on its way. */
export function withRecentEvents<T extends { seq: number }>(view: T, fold: (view: T, event: StoredEvent) => T): T {
  return heard.events.filter(({ seq }) => seq > view.seq).reduce(fold, view);
}
