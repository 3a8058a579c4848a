import { QueryClient } from '@tanstack/react-query';
import type { StoredEvent } from '../../../src/page/contract';
import { outdatedBy, patchViews } from './apply-events';
import { remember, streamStartsFrom, upToDate, withRecentEvents } from './recent-events';

const event = (seq: number, overrides: Partial<StoredEvent> = {}): StoredEvent => ({
  seq,
  event_id: String(seq),
  type: 'model.trained',
  attempt: 0,
  run_id: 'one',
  request_id: 'request',
  symbol: 'SIMA',
  time: '',
  received_at: '',
  data: {},
  ...overrides,
});
const progress = (seq: number) =>
  event(seq, {
    type: 'training.progressed',
    data: { seed: 1, epoch: seq, epochs: 9, validation_return: 0, share_done: 0 },
  });

describe('events and what is on the screen', () => {
  it('given a run’s raw events, when more arrive, then only those are added that are not there yet', () => {
    const client = new QueryClient();
    client.setQueryData(['run', 'one', 'events'], [event(1), event(2)]);
    patchViews(client, [event(2), event(3), event(4, { run_id: 'other' })]);
    expect(client.getQueryData<StoredEvent[]>(['run', 'one', 'events'])?.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('given a curve on the screen, when epochs end, then they are drawn; a curve that nobody sees is left alone', () => {
    const client = new QueryClient();
    client.setQueryData(['run', 'one', 'training'], []);
    patchViews(client, [progress(1), progress(2), event(3, { run_id: 'other' })]);
    expect(client.getQueryData(['run', 'one', 'training'])).toHaveLength(2);
    expect(client.getQueryData(['run', 'other', 'training'])).toBeUndefined();
  });

  it('given progress alone, when it arrives, then the server is not asked again', () => {
    expect(outdatedBy([progress(1), progress(2)])).toEqual([]);
  });

  it('given events of two runs, when they arrive, then each run is asked for once, and what shows several', () => {
    expect(outdatedBy([event(1), event(2), event(3, { run_id: 'two' })])).toEqual([
      ['run', 'one'],
      ['run', 'two'],
      ['request', 'request'],
      ['overview'],
      ['runs'],
    ]);
  });
});

describe('an answer that was on its way while events came', () => {
  const fold = (view: { seq: number; seen: number[] }, { seq }: StoredEvent) => ({ seq, seen: [...view.seen, seq] });

  it('given it is older than some of them, when it comes, then it gets those, and only those', () => {
    streamStartsFrom(5);
    remember([event(6), event(7)]);
    remember([event(8)]);
    expect(withRecentEvents({ seq: 6, seen: [] }, fold)).toEqual({ seq: 8, seen: [7, 8] });
  });

  it('given it is older than the beginning of the stream, when it comes, then it is asked for again', async () => {
    streamStartsFrom(5);
    const answers = [{ seq: 3 }, { seq: 6 }, { seq: 7 }];
    await expect(upToDate(() => Promise.resolve(answers.shift() as { seq: number }))).resolves.toEqual({ seq: 6 });
  });
});
