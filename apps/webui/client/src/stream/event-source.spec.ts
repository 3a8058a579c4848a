import type { StoredEvent } from '../../../src/page/contract';
import { followEvents } from './event-source';

type Listener = (event: { data: string }) => void;

/** The browser's EventSource, as far as it is used; opened ones are kept in order. */
class ScriptedSource {
  static readonly CLOSED = 2;
  static opened: ScriptedSource[] = [];
  readyState = 1;
  private readonly listeners = new Map<string, Listener>();

  constructor(readonly url: string) {
    ScriptedSource.opened.push(this);
  }

  addEventListener(name: string, listener: Listener): void {
    this.listeners.set(name, listener);
  }

  send(name: string, data: unknown = null): void {
    this.listeners.get(name)?.({ data: JSON.stringify(data) });
  }

  refuse(): void {
    this.readyState = ScriptedSource.CLOSED;
    this.send('error');
  }

  close(): void {
    this.readyState = ScriptedSource.CLOSED;
  }
}

describe('the one stream of the page', () => {
  const seen: number[][] = [];
  const phases: string[] = [];
  const resets: number[] = [];
  let stop: () => void;
  const latest = () => ScriptedSource.opened.at(-1) as ScriptedSource;

  beforeEach(() => {
    jest.useFakeTimers();
    ScriptedSource.opened = [];
    for (const list of [seen, phases, resets]) list.length = 0;
    Object.assign(globalThis, {
      EventSource: ScriptedSource,
      requestAnimationFrame: (draw: () => void) => Number(setTimeout(draw, 16)),
      cancelAnimationFrame: (frame: number) => clearTimeout(frame),
    });
    stop = followEvents(40, {
      onEvents: (events: StoredEvent[]) => seen.push(events.map(({ seq }) => seq)),
      onReset: () => resets.push(1),
      onPhase: (phase) => phases.push(phase),
    });
  });

  afterEach(() => {
    stop();
    jest.useRealTimers();
  });

  it('given many events between two frames, when drawn, then they are handed on together', () => {
    latest().send('open');
    for (const seq of [41, 42, 43]) latest().send('pipeline', { seq });
    expect(seen).toEqual([]);
    jest.advanceTimersByTime(16);
    latest().send('pipeline', { seq: 44 });
    jest.advanceTimersByTime(16);
    expect(seen).toEqual([[41, 42, 43], [44]]);
  });

  it('given a connection that breaks, when the browser reconnects by itself, then no second one is opened', () => {
    latest().send('open');
    latest().send('error');
    jest.advanceTimersByTime(60_000);
    expect(ScriptedSource.opened.map(({ url }) => url)).toEqual(['/api/page/stream?after=40']);
    expect(phases).toEqual(['live', 'offline']);
  });

  it('given a server that refuses, when time passes, then it is tried again, ever later, from the last event', () => {
    latest().send('pipeline', { seq: 47 });
    latest().refuse();
    jest.advanceTimersByTime(1_000);
    latest().refuse();
    jest.advanceTimersByTime(1_999);
    expect(ScriptedSource.opened).toHaveLength(2);
    jest.advanceTimersByTime(1);
    expect(ScriptedSource.opened.map(({ url }) => url)).toEqual([
      '/api/page/stream?after=40',
      '/api/page/stream?after=47',
      '/api/page/stream?after=47',
    ]);
  });

  it('given a reset, when it comes, then everything is read anew, and a new connection begins behind it', () => {
    latest().send('reset', { seq: 900 });
    latest().refuse();
    jest.advanceTimersByTime(1_000);
    expect(resets).toHaveLength(1);
    expect(latest().url).toBe('/api/page/stream?after=900');
  });
});
