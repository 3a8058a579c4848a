import { EVENT_TYPES, type OutgoingEvent, type PipelineEvent, type Stage, topicOf } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { exampleEvent, exampleEventData, InMemoryStageLedger } from '@trademaster/testkit';
import { receivedOf } from '../test/received-of';
import { QUIET } from '../test/quiet-log';
import { validateEvent } from './cloud-event-codec';
import type { Fault } from './dead-letter';
import type { ReceivedMessage } from './received-message';
import { createRedact } from '@trademaster/environment';
import type { Delivery } from './retry-topics';
import { StageWorker } from './stage-worker';
import type { Handler, StageWorkerPorts } from './stage-worker-ports';
import { UNOBSERVED } from './transport-observer';

describe('what a stage does with a message', () => {
  const resolved = exampleEvent('symbol.resolved');
  const trained: OutgoingEvent = {
    type: 'model.trained',
    subject: 'SIMA',
    key: resolved.key,
    data: exampleEventData('model.trained'),
  };
  let ledger: InMemoryStageLedger;
  let steps: string[];
  let published: PipelineEvent[];
  let aside: Delivery[];
  let letters: { message: ReceivedMessage; fault: Fault }[];

  beforeEach(() => {
    ledger = new InMemoryStageLedger();
    steps = [];
    published = [];
    letters = [];
    aside = [];
  });

  function worker(handle: Handler, overrides: Partial<StageWorkerPorts> = {}): StageWorker {
    const remembering = Object.assign(Object.create(ledger) as InMemoryStageLedger, {
      complete: async (...args: Parameters<InMemoryStageLedger['complete']>) => {
        const stored = await ledger.complete(...args);
        steps.push(`remember ${stored.kind}`);
        return stored;
      },
    });
    return new StageWorker({
      stage: 'trainer',
      ledger: remembering,
      handle,
      contextOf: ({ attempt }, signal, progressed) => ({
        signal,
        attempt,
        log: QUIET,
        progressed,
        publishEphemeral: () => undefined,
      }),
      publish: (events) => {
        steps.push(...events.map(({ type }) => `publish ${type}`));
        published.push(...events);
        return Promise.resolve();
      },
      deadLetter: (message, fault) => {
        steps.push('dead letter');
        letters.push({ message, fault });
        return Promise.resolve();
      },
      retryLater: ({ topic, retry }, message) => {
        steps.push(`put aside on ${topic.name}`);
        aside.push({ message, retries: retry, dueAt: 0 });
        return Promise.resolve();
      },
      crashPoint: () => undefined,
      observer: UNOBSERVED,
      log: QUIET,
      redact: createRedact(),
      leaseMs: 60_000,
      retryMs: 0,
      retryBudgetMs: 0,
      busyPollMs: 5,
      ...overrides,
    });
  }

  const ok: Handler = () => Promise.resolve([trained]);
  const failing =
    (error: Error): Handler =>
    () =>
      Promise.reject(error);

  it('given a handler that works, when done, then its outcome is remembered before it is published', async () => {
    expect(await worker(ok).work(fresh(receivedOf(resolved)), unlimited())).toBe(true);
    expect(steps).toEqual(['remember succeeded', 'publish model.trained']);
  });

  it('given a handler that fails for good, when done, then: remembered, dead letter, run.failed, commit', async () => {
    const error = new PipelineError('training_invalid', 'no policy', { field: 'config.training.epochs' });
    expect(await worker(failing(error)).work(fresh(receivedOf(resolved)), unlimited())).toBe(true);
    expect(steps).toEqual(['remember failed', 'dead letter', 'publish run.failed']);
    expect(published[0]?.data).toMatchObject({
      run_id: resolved.key,
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
    const done = await worker(failing(new PipelineError('training_invalid', 'no policy')), { deadLetter }).work(
      fresh(receivedOf(resolved)),
      control.signals,
    );
    expect(done).toBe(false);
    expect(steps).toEqual(['remember failed']);
  });

  it('given a failure is remembered, when its message comes again, then dead letter and run.failed come again, the handler does not', async () => {
    const error = new PipelineError('training_invalid', 'no policy');
    await worker(failing(error)).work(fresh(receivedOf(resolved)), unlimited());
    const first = [...published];
    await worker(() => Promise.reject(new Error('must not be called'))).work(fresh(receivedOf(resolved)), unlimited());
    expect(published).toEqual([...first, ...first]);
    expect(letters.map(({ fault }) => fault.failure.code)).toEqual(['training_invalid', 'training_invalid']);
  });

  it('given a handler that makes an event no consumer could read, when done, then the stage fails and says what', async () => {
    const broken = { ...trained, data: { run: {} } };
    await worker(() => Promise.resolve([broken])).work(fresh(receivedOf(resolved)), unlimited());
    expect(published[0]?.data).toMatchObject({
      failure: { code: 'internal', message: expect.stringContaining('model.trained') },
    });
  });

  it('given the partition is lost while the handler works, when it ends, then its result is remembered for the new owner', async () => {
    const control = controllable();
    const handle: Handler = () => {
      control.lose();
      return ok(resolved, undefined as never);
    };
    expect(await worker(handle).work(fresh(receivedOf(resolved)), control.signals)).toBe(false);
    expect(steps).toEqual(['remember succeeded']);
    expect(await worker(failing(new Error('must not be called'))).work(fresh(receivedOf(resolved)), unlimited())).toBe(
      true,
    );
    expect(published.map(({ type }) => type)).toEqual(['model.trained']);
  });

  it('given the service stops while the handler waits to try again, when stopped, then the work is given back', async () => {
    const control = controllable();
    const handle: Handler = () => {
      control.stop();
      return Promise.reject(new PipelineError('mlflow_unavailable', 'away'));
    };
    expect(await worker(handle, { retryMs: 60_000 }).work(fresh(receivedOf(resolved)), control.signals)).toBe(false);
    expect(steps).toEqual([]);
    const key = { stage: 'trainer' as Stage, inputEventId: resolved.id, attempt: 0 };
    expect((await ledger.claim(key, 1000)).state).toBe('granted');
  });

  it('given a handler that fails for now, when its retries go on failing, then it goes the way of the retry topics and fails once, at the end', async () => {
    const away = failing(new PipelineError('mlflow_unavailable', 'away'));
    const trainer = worker(away, { retryBudgetMs: 25_000 });
    const control = unlimited();
    expect(await trainer.work(fresh(receivedOf(resolved)), control)).toBe(true);
    expect(await trainer.work(aside[0]!, control)).toBe(true);
    expect(steps).toEqual(['put aside on trainer-retry-10s', 'put aside on trainer-retry-10s']);
    expect(await trainer.work(aside[1]!, control)).toBe(true);
    expect(steps.slice(2)).toEqual(['remember failed', 'dead letter', 'publish run.failed']);
    expect(letters[0]?.message).toEqual(receivedOf(resolved));
  });

  it('given a message waits on a retry topic, when it works there, then it is as if it had never failed', async () => {
    let away = true;
    const handle: Handler = (event, context) =>
      away ? Promise.reject(new PipelineError('mlflow_unavailable', 'away')) : ok(event, context);
    const trainer = worker(handle, { retryBudgetMs: 25_000 });
    await trainer.work(fresh(receivedOf(resolved)), unlimited());
    away = false;
    await trainer.work(aside[0]!, unlimited());
    expect(steps).toEqual(['put aside on trainer-retry-10s', 'remember succeeded', 'publish model.trained']);
    await trainer.work(aside[0]!, unlimited()); // put aside twice, by a crash before the commit
    expect(new Set(published.map(({ id }) => id)).size).toBe(1);
  });

  it('given the retry topic does not take it, when the partition is lost, then nothing is committed', async () => {
    const control = controllable();
    const retryLater = () => {
      control.lose();
      return Promise.reject(new PipelineError('broker_unavailable', 'Kafka is away'));
    };
    const handle = failing(new PipelineError('mlflow_unavailable', 'away'));
    const trainer = worker(handle, { retryBudgetMs: 25_000, retryLater });
    expect(await trainer.work(fresh(receivedOf(resolved)), control.signals)).toBe(false);
    expect(steps).toEqual([]);
  });

  it('given a retry of the same event, when its attempt is higher, then it is work of its own and its events say so', async () => {
    await worker(ok).work(fresh(receivedOf(resolved)), unlimited());
    await worker(ok).work(fresh(receivedOf({ ...resolved, attempt: 1 })), unlimited());
    expect(published.map(({ attempt }) => attempt)).toEqual([0, 1]);
    expect(new Set(published.map(({ id }) => id)).size).toBe(2);
  });

  it('given a request that fails, when done, then request.failed names the request that its ids make', async () => {
    const requested = exampleEvent('run.requested');
    const resolver = worker(failing(new PipelineError('config_invalid', 'bad', { field: 'config.x' })), {
      stage: 'symbol-resolver',
    });
    await resolver.work(fresh(receivedOf(requested)), unlimited());
    expect(published[0]).toMatchObject({
      type: 'request.failed',
      key: exampleEvent('request.resolved').data.request_id,
      data: { request_id: exampleEvent('request.resolved').data.request_id, failure: { field: 'config.x' } },
    });
  });

  it('given the same request with another payload, when it comes, then the handler sees it, with the same it does not', async () => {
    let calls = 0;
    const handle: Handler = () => {
      calls += 1;
      return Promise.resolve([]);
    };
    const resolver = worker(handle, { stage: 'symbol-resolver' });
    const requested = exampleEvent('run.requested');
    await resolver.work(fresh(receivedOf(requested, { offset: '1' })), unlimited());
    await resolver.work(fresh(receivedOf(requested, { offset: '2' })), unlimited());
    expect(calls).toBe(1);
    await resolver.work(fresh(receivedOf({ ...requested, data: { symbol: 'ETH' } })), unlimited());
    expect(calls).toBe(2);
  });

  it('given the persister fails on a failure, when done, then there is a dead letter and no second failure', async () => {
    const persister = worker(failing(new PipelineError('internal', 'defect')), { stage: 'persister' });
    await persister.work(fresh(receivedOf(exampleEvent('run.failed'))), unlimited());
    expect(letters).toHaveLength(1);
    expect(published).toEqual([]);
  });

  it('given a refused request for a retry, when done, then the run is not failed by it', async () => {
    const persister = worker(failing(new PipelineError('run_not_failed', 'runs')), { stage: 'persister' });
    await persister.work(fresh(receivedOf(exampleEvent('run.retry_requested'))), unlimited());
    expect(published).toEqual([]);
  });

  it.each(EVENT_TYPES.filter((type) => type !== 'run.retry_requested' && !type.endsWith('.completed')))(
    'given unreadable bytes on %s, when they come, then a valid event ends what the key and headers name',
    async (type) => {
      const event = exampleEvent(type);
      const message = { ...receivedOf(event), value: Buffer.from('{') };
      const stage = type === 'run.requested' ? 'symbol-resolver' : 'persister';
      await worker(ok, { stage }).work(fresh(message), unlimited());
      const [failed] = published as [PipelineEvent];
      expect(validateEvent(failed).type).toBe(event.correlationid === undefined ? 'request.failed' : 'run.failed');
      expect(letters[0]?.message.value).toEqual(message.value);
    },
  );

  it('given an unreadable request, when the persister meets it, then it leaves the refusal to the symbol-resolver', async () => {
    const message = { ...receivedOf(exampleEvent('run.requested')), value: Buffer.from('{') };
    expect(await worker(ok, { stage: 'persister' }).work(fresh(message), unlimited())).toBe(true);
    expect(published).toEqual([]);
  });

  it('given unreadable bytes without any id, when they come, then they are kept and nobody is told', async () => {
    const message = { ...receivedOf(resolved), key: null, headers: {}, value: Buffer.from('{') };
    expect(await worker(ok).work(fresh(message), unlimited())).toBe(true);
    expect(letters[0]?.fault.failure).toMatchObject({ code: 'message_unreadable', stage: 'trainer' });
    expect(published).toEqual([]);
  });

  it('given an event of a mode that is not the stage’s, when it comes, then it is committed untouched', async () => {
    const inference = { ...resolved, data: { run: { ...resolved.data.run, mode: 'inference' } } };
    expect(await worker(failing(new Error('must not be called'))).work(fresh(receivedOf(inference)), unlimited())).toBe(
      true,
    );
    expect(topicOf('symbol.resolved')).toBe(receivedOf(inference).topic);
    expect(steps).toEqual([]);
  });
});

function controllable() {
  const [lost, stopping, abandoned] = [new AbortController(), new AbortController(), new AbortController()];
  return {
    lose: () => lost.abort(),
    stop: () => stopping.abort(),
    signals: {
      lost: lost.signal,
      stopping: stopping.signal,
      abandoned: abandoned.signal,
      progressed: () => undefined,
    },
  };
}

function fresh(message: ReceivedMessage): Delivery {
  return { message, retries: 0, dueAt: 0 };
}

function unlimited() {
  return controllable().signals;
}
