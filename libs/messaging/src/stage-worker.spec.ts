import { topicOf } from '@trademaster/contracts';
import { exampleEvent } from '@trademaster/testkit';
import { receivedOf } from '../test/received-of';
import type { Handler } from './stage-worker-ports';
import { controllable, failing, fresh, ok, RESOLVED, StageUnderTest, unlimited } from '../test/stage-under-test';

describe('what a stage does with a message', () => {
  let stage: StageUnderTest;
  beforeEach(() => (stage = new StageUnderTest()));

  it('given a handler that works, when done, then its outcome is remembered before it is published', async () => {
    expect(await stage.worker(ok).work(fresh(receivedOf(RESOLVED)), unlimited())).toBe(true);
    expect(stage.steps).toEqual(['remember succeeded', 'publish model.trained']);
  });

  it('given the partition is lost while the handler works, when it ends, then its result is remembered for the new owner', async () => {
    const control = controllable();
    const handle: Handler = () => {
      control.lose();
      return ok(RESOLVED, undefined as never);
    };
    expect(await stage.worker(handle).work(fresh(receivedOf(RESOLVED)), control.signals)).toBe(false);
    expect(stage.steps).toEqual(['remember succeeded']);
    expect(
      await stage.worker(failing(new Error('must not be called'))).work(fresh(receivedOf(RESOLVED)), unlimited()),
    ).toBe(true);
    expect(stage.published.map(({ type }) => type)).toEqual(['model.trained']);
  });

  it('given a retry of the same event, when its attempt is higher, then it is work of its own and its events say so', async () => {
    await stage.worker(ok).work(fresh(receivedOf(RESOLVED)), unlimited());
    await stage.worker(ok).work(fresh(receivedOf({ ...RESOLVED, attempt: 1 })), unlimited());
    expect(stage.published.map(({ attempt }) => attempt)).toEqual([0, 1]);
    expect(new Set(stage.published.map(({ id }) => id)).size).toBe(2);
  });

  it('given the same request with another payload, when it comes, then the handler sees it, with the same it does not', async () => {
    let calls = 0;
    const handle: Handler = () => {
      calls += 1;
      return Promise.resolve([]);
    };
    const resolver = stage.worker(handle, { stage: 'symbol-resolver' });
    const requested = exampleEvent('run.requested');
    await resolver.work(fresh(receivedOf(requested, { offset: '1' })), unlimited());
    await resolver.work(fresh(receivedOf(requested, { offset: '2' })), unlimited());
    expect(calls).toBe(1);
    await resolver.work(fresh(receivedOf({ ...requested, data: { symbol: 'ETH' } })), unlimited());
    expect(calls).toBe(2);
  });

  it('given an event of a mode that is not the stage’s, when it comes, then it is committed untouched', async () => {
    const inference = { ...RESOLVED, data: { run: { ...RESOLVED.data.run, mode: 'inference' } } };
    expect(
      await stage.worker(failing(new Error('must not be called'))).work(fresh(receivedOf(inference)), unlimited()),
    ).toBe(true);
    expect(topicOf('symbol.resolved')).toBe(receivedOf(inference).topic);
    expect(stage.steps).toEqual([]);
  });
});
