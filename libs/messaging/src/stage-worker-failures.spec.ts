import { EVENT_TYPES, type PipelineEvent, type Stage } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { exampleEvent } from '@trademaster/testkit';
import { receivedOf } from '../test/received-of';
import { validateEvent } from './cloud-event-codec';
import type { Handler } from './stage-worker-ports';
import {
  controllable,
  failing,
  fresh,
  ok,
  RESOLVED,
  StageUnderTest,
  TRAINED,
  unlimited,
} from '../test/stage-under-test';

describe('what a stage does with a message that it cannot work with', () => {
  let stage: StageUnderTest;
  beforeEach(() => (stage = new StageUnderTest()));

  it('given a handler that fails for good, when done, then: remembered, dead letter, run.failed, commit', async () => {
    const error = new PipelineError('training_invalid', 'no policy', { field: 'config.training.epochs' });
    expect(await stage.worker(failing(error)).work(fresh(receivedOf(RESOLVED)), unlimited())).toBe(true);
    expect(stage.steps).toEqual(['remember failed', 'dead letter', 'publish run.failed']);
    expect(stage.published[0]?.data).toMatchObject({
      run_id: RESOLVED.key,
      symbol: 'SIMA',
      failure: { stage: 'trainer', code: 'training_invalid', field: 'config.training.epochs', retryable: false },
    });
  });

  it('given a dead letter that is not taken, when the partition is lost, then nothing is published and nothing committed', async () => {
    const control = controllable();
    const deadLetter = () => {
      control.lose();
      return Promise.reject(new PipelineError('broker_unavailable', 'Kafka is away'));
    };
    const done = await stage
      .worker(failing(new PipelineError('training_invalid', 'no policy')), { deadLetter })
      .work(fresh(receivedOf(RESOLVED)), control.signals);
    expect(done).toBe(false);
    expect(stage.steps).toEqual(['remember failed']);
  });

  it('given a failure is remembered, when its message comes again, then dead letter and run.failed come again, the handler does not', async () => {
    const error = new PipelineError('training_invalid', 'no policy');
    await stage.worker(failing(error)).work(fresh(receivedOf(RESOLVED)), unlimited());
    const first = [...stage.published];
    await stage
      .worker(() => Promise.reject(new Error('must not be called')))
      .work(fresh(receivedOf(RESOLVED)), unlimited());
    expect(stage.published).toEqual([...first, ...first]);
    expect(stage.letters.map(({ fault }) => fault.failure.code)).toEqual(['training_invalid', 'training_invalid']);
  });

  it('given a handler that makes an event no consumer could read, when done, then the stage fails and says what', async () => {
    const broken = { ...TRAINED, data: { run: {} } };
    await stage.worker(() => Promise.resolve([broken])).work(fresh(receivedOf(RESOLVED)), unlimited());
    expect(stage.published[0]?.data).toMatchObject({
      failure: { code: 'internal', message: expect.stringContaining('model.trained') },
    });
  });

  it('given the service stops while the handler waits to try again, when stopped, then the work is given back', async () => {
    const control = controllable();
    const handle: Handler = () => {
      control.stop();
      return Promise.reject(new PipelineError('mlflow_unavailable', 'away'));
    };
    expect(await stage.worker(handle, { retryMs: 60_000 }).work(fresh(receivedOf(RESOLVED)), control.signals)).toBe(
      false,
    );
    expect(stage.steps).toEqual([]);
    const key = { stage: 'trainer' as Stage, inputEventId: RESOLVED.id, attempt: 0 };
    expect((await stage.ledger.claim(key, 1000)).state).toBe('granted');
  });

  it('given a handler that fails for now, when its retries go on failing, then it goes the way of the retry topics and fails once, at the end', async () => {
    const away = failing(new PipelineError('mlflow_unavailable', 'away'));
    const trainer = stage.worker(away, { retryBudgetMs: 25_000 });
    const control = unlimited();
    expect(await trainer.work(fresh(receivedOf(RESOLVED)), control)).toBe(true);
    expect(await trainer.work(stage.aside[0]!, control)).toBe(true);
    expect(stage.steps).toEqual(['put aside on trainer-retry-10s', 'put aside on trainer-retry-10s']);
    expect(await trainer.work(stage.aside[1]!, control)).toBe(true);
    expect(stage.steps.slice(2)).toEqual(['remember failed', 'dead letter', 'publish run.failed']);
    expect(stage.letters[0]?.message).toEqual(receivedOf(RESOLVED));
  });

  it('given a message waits on a retry topic, when it works there, then it is as if it had never failed', async () => {
    let away = true;
    const handle: Handler = (event, context) =>
      away ? Promise.reject(new PipelineError('mlflow_unavailable', 'away')) : ok(event, context);
    const trainer = stage.worker(handle, { retryBudgetMs: 25_000 });
    await trainer.work(fresh(receivedOf(RESOLVED)), unlimited());
    away = false;
    await trainer.work(stage.aside[0]!, unlimited());
    expect(stage.steps).toEqual(['put aside on trainer-retry-10s', 'remember succeeded', 'publish model.trained']);
    await trainer.work(stage.aside[0]!, unlimited()); // put aside twice, by a crash before the commit
    expect(new Set(stage.published.map(({ id }) => id)).size).toBe(1);
  });

  it('given the retry topic does not take it, when the partition is lost, then nothing is committed', async () => {
    const control = controllable();
    const retryLater = () => {
      control.lose();
      return Promise.reject(new PipelineError('broker_unavailable', 'Kafka is away'));
    };
    const handle = failing(new PipelineError('mlflow_unavailable', 'away'));
    const trainer = stage.worker(handle, { retryBudgetMs: 25_000, retryLater });
    expect(await trainer.work(fresh(receivedOf(RESOLVED)), control.signals)).toBe(false);
    expect(stage.steps).toEqual([]);
  });

  it('given a request that fails, when done, then request.failed names the request that its ids make', async () => {
    const requested = exampleEvent('run.requested');
    const resolver = stage.worker(failing(new PipelineError('config_invalid', 'bad', { field: 'config.x' })), {
      stage: 'symbol-resolver',
    });
    await resolver.work(fresh(receivedOf(requested)), unlimited());
    expect(stage.published[0]).toMatchObject({
      type: 'request.failed',
      key: exampleEvent('request.resolved').data.request_id,
      data: { request_id: exampleEvent('request.resolved').data.request_id, failure: { field: 'config.x' } },
    });
  });

  it('given the persister fails on a failure, when done, then there is a dead letter and no second failure', async () => {
    const persister = stage.worker(failing(new PipelineError('internal', 'defect')), { stage: 'persister' });
    await persister.work(fresh(receivedOf(exampleEvent('run.failed'))), unlimited());
    expect(stage.letters).toHaveLength(1);
    expect(stage.published).toEqual([]);
  });

  it('given a refused request for a retry, when done, then the run is not failed by it', async () => {
    const persister = stage.worker(failing(new PipelineError('run_not_failed', 'runs')), { stage: 'persister' });
    await persister.work(fresh(receivedOf(exampleEvent('run.retry_requested'))), unlimited());
    expect(stage.published).toEqual([]);
  });

  it.each(EVENT_TYPES.filter((type) => type !== 'run.retry_requested' && !type.endsWith('.completed')))(
    'given unreadable bytes on %s, when they come, then a valid event ends what the key and headers name',
    async (type) => {
      const event = exampleEvent(type);
      const message = { ...receivedOf(event), value: Buffer.from('{') };
      const owner = type === 'run.requested' ? 'symbol-resolver' : 'persister';
      await stage.worker(ok, { stage: owner }).work(fresh(message), unlimited());
      const [failed] = stage.published as [PipelineEvent];
      expect(validateEvent(failed).type).toBe(event.correlationid === undefined ? 'request.failed' : 'run.failed');
      expect(stage.letters[0]?.message.value).toEqual(message.value);
    },
  );

  it('given an unreadable request, when the persister meets it, then it leaves the refusal to the symbol-resolver', async () => {
    const message = { ...receivedOf(exampleEvent('run.requested')), value: Buffer.from('{') };
    expect(await stage.worker(ok, { stage: 'persister' }).work(fresh(message), unlimited())).toBe(true);
    expect(stage.published).toEqual([]);
  });

  it('given unreadable bytes without any id, when they come, then they are kept and nobody is told', async () => {
    const message = { ...receivedOf(RESOLVED), key: null, headers: {}, value: Buffer.from('{') };
    expect(await stage.worker(ok).work(fresh(message), unlimited())).toBe(true);
    expect(stage.letters[0]?.fault.failure).toMatchObject({ code: 'message_unreadable', stage: 'trainer' });
    expect(stage.published).toEqual([]);
  });
});
