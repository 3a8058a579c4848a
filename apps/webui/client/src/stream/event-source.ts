import type { StoredEvent, StreamReset } from '../../../src/page/contract';

export type Phase = 'connecting' | 'live' | 'offline';

interface Listener {
  onEvents: (events: StoredEvent[]) => void;
  /** The server no longer keeps what was missed: everything has to be read again. */
  onReset: () => void;
  onPhase: (phase: Phase) => void;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
/** A hidden page draws no frames. */
const HIDDEN_BATCH_MS = 250;

/**
 * The page's one stream, from the event after `after`. The browser itself reconnects, with Last-Event-ID, when the
 * connection breaks; when the server refused it (it is restarting, or the session has ended) we try again ourselves, from
 * the last event heard. Events are handed on once a frame. Returns what ends it.
 */
export function followEvents(after: number, listener: Listener): () => void {
  let last = after;
  let pause = FIRST_PAUSE_MS;
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const batch = framewise(listener.onEvents);

  const open = () => {
    source = new EventSource(`/api/page/stream?after=${last}`);
    source.addEventListener('open', () => {
      pause = FIRST_PAUSE_MS;
      listener.onPhase('live');
    });
    source.addEventListener('pipeline', ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as StoredEvent;
      last = Math.max(last, event.seq);
      batch.add(event);
    });
    source.addEventListener('reset', ({ data }: MessageEvent<string>) => {
      last = (JSON.parse(data) as StreamReset).seq;
      listener.onReset();
    });
    source.addEventListener('error', () => {
      listener.onPhase('offline');
      if (source?.readyState !== EventSource.CLOSED) return;
      retry = setTimeout(open, pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    });
  };

  open();
  return () => {
    clearTimeout(retry);
    source?.close();
    batch.stop();
  };
}

function framewise(hand: (events: StoredEvent[]) => void) {
  let events: StoredEvent[] = [];
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    timer = undefined;
    const batch = events;
    events = [];
    hand(batch);
  };
  return {
    add(event: StoredEvent) {
      events.push(event);
      if (timer !== undefined) return;
      frame = requestAnimationFrame(flush);
      timer = setTimeout(flush, HIDDEN_BATCH_MS);
    },
    stop() {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    },
  };
}
