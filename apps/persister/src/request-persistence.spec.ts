import type { PipelineEvent, RequestCompleted, RequestResolved } from '@trademaster/contracts';
import { EXAMPLE_REQUEST, EXAMPLE_SOURCE, exampleEvent, exampleEventData, exampleFailure } from '@trademaster/testkit';
import { PersisterUnderTest, tellStory } from '../test/persister-under-test';

const completions = (persister: PersisterUnderTest) =>
  persister.publishedOf('request.completed').map(({ data }) => data as RequestCompleted);

const resolvedWith = (data: Partial<RequestResolved>): PipelineEvent =>
  exampleEvent('request.resolved', { data: { ...exampleEventData('request.resolved'), ...data } });

const persisterWithoutRuns = async () => new PersisterUnderTest((await tellStory('both')).store);

/** Every record on the topic is work of its own for the persister: the transport's key, here the id. */
const requested = (record: string, data = {}): PipelineEvent => ({
  ...exampleEvent('run.requested', { data: { ...exampleEventData('run.requested'), ...data } }),
  source: EXAMPLE_SOURCE,
  subject: record,
});

describe('a request without runs', () => {
  it('given no symbol assigned, when resolved, then it completes at once with zero runs and says so', async () => {
    const persister = await persisterWithoutRuns();
    await persister.deliver(resolvedWith({ runs: [], skipped: [], note: 'no enabled symbol has an active link' }));
    expect(completions(persister)).toMatchObject([
      { status: 'succeeded', runs: [], message: 'no enabled symbol has an active link', repeated: false },
    ]);
  });

  it('given the pipeline switched off, when resolved, then it ends as skipped', async () => {
    const persister = await persisterWithoutRuns();
    await persister.deliver(resolvedWith({ runs: [], skipped: [], switched_off: true, note: 'switched off' }));
    expect(completions(persister)).toMatchObject([{ status: 'skipped' }]);
  });

  it('given a request that is refused, when it failed, then it completes with the failure', async () => {
    const persister = await persisterWithoutRuns();
    await persister.deliver(exampleEvent('request.failed'));
    expect(completions(persister)).toMatchObject([
      { request_id: EXAMPLE_REQUEST.request_id, status: 'failed', failure: { code: 'request_invalid', field: 'mode' } },
    ]);
  });
});

describe('a request that comes again', () => {
  const ended = async () => {
    const persister = await persisterWithoutRuns();
    await persister.handle(requested('first'));
    await persister.deliver(resolvedWith({ runs: [], skipped: [] }));
    return persister;
  };

  it('given the same payload after the end, when repeated, then the recorded outcome is returned, flagged', async () => {
    const persister = await ended();
    const answer = await persister.handle(requested('second'));
    expect(answer).toMatchObject([
      { type: 'request.completed', data: { ...completions(persister)[0], repeated: true } },
    ]);
  });

  it('given the same payload before the end, when repeated, then its one end will do', async () => {
    const persister = await persisterWithoutRuns();
    await persister.handle(requested('first'));
    expect(await persister.handle(requested('second'))).toEqual([]);
  });

  it('given another payload, when repeated, then the recorded outcome is not given away', async () => {
    const persister = await ended();
    expect(await persister.handle(requested('second', { mode: 'inference' }))).toEqual([]);
  });

  it('given a conflict while the first goes on, when it failed, then the first is not ended by it', async () => {
    const persister = await persisterWithoutRuns();
    const failure = exampleFailure({ code: 'request_conflict', message: 'made before with another payload' });
    const conflict = exampleEvent('request.failed', { data: { ...EXAMPLE_REQUEST, failure } }) as PipelineEvent;
    expect(await persister.handle(conflict)).toEqual([]);
    await persister.deliver(resolvedWith({ runs: [], skipped: [] }));
    expect(completions(persister)).toMatchObject([{ status: 'succeeded' }]);
    expect(await persister.handle(conflict)).toMatchObject([{ data: { status: 'failed', failure } }]);
  });
});
