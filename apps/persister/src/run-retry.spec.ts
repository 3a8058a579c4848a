import type { PipelineEvent, RequestCompleted } from '@trademaster/contracts';
import { EXAMPLE_RUN_ID } from '@trademaster/testkit';
import { again, deliverAll, eventsOf, failureOn, PersisterUnderTest, tellStory } from '../test/persister-under-test';

describe('a failed run', () => {
  const failed = async () => {
    const story = await tellStory('both');
    const { events } = story;
    const persister = new PersisterUnderTest(story.store).openRun();
    const trained = events['model.trained'] as PipelineEvent;
    const told = ['request.resolved', 'symbol.requested', 'symbol.resolved', 'model.trained'] as const;
    await deliverAll(persister, [
      ...told.map((type) => events[type] as PipelineEvent),
      failureOn(trained, 'inferencer'),
    ]);
    return { persister, events };
  };
  const retryOf = (attempt?: number, id = `retry-${attempt}`): PipelineEvent => ({
    ...failureOn({ id: 'x', attempt: 0 } as PipelineEvent, 'reviewer'),
    id,
    type: 'run.retry_requested',
    attempt: 0,
    data: { run_id: EXAMPLE_RUN_ID, ...(attempt === undefined ? {} : { attempt }) },
  });

  it('given a failure at the inferencer, when persisted, then MLflow and the announcements say where and why', async () => {
    const { persister } = await failed();
    const { status, tags, params } = await persister.mlflow.getRun(EXAMPLE_RUN_ID);
    expect(status).toBe('FAILED');
    expect(tags).toMatchObject({
      'failure.stage': 'inferencer',
      'failure.code': 'mlflow_unavailable',
      'review.status': 'not_reached',
    });
    expect(params).toHaveProperty('learning_rate');
    const completed = persister.publishedOf('request.completed')[0]?.data as RequestCompleted;
    expect(completed).toMatchObject({
      status: 'failed',
      runs: [{ status: 'FAILED', failure: { stage: 'inferencer' } }],
    });
    expect(persister.webui.rows).toEqual([]);
    expect(persister.mlflow.versions).toEqual([]);
  });

  it("given a retry, when handled, then the inferencer's input is published again: same id, next attempt", async () => {
    const { persister, events } = await failed();
    await persister.deliver(retryOf(1));
    expect(persister.publishedOf('model.trained')).toMatchObject([{ id: events['model.trained']?.id, attempt: 1 }]);
    const { status, tags } = await persister.mlflow.getRun(EXAMPLE_RUN_ID);
    expect(status).toBe('RUNNING');
    expect(tags['failure.stage']).toBe('');
  });

  it('given a retried run, when its later stages succeed, then the same MLflow run is FINISHED and the request ends again', async () => {
    const { persister, events } = await failed();
    await persister.deliver(retryOf(1));
    const later = ['model.trained', 'signal.inferred', 'signal.reviewed'] as const;
    await deliverAll(
      persister,
      later.map((type) => again(events[type], 1)),
    );
    expect((await persister.mlflow.getRun(EXAMPLE_RUN_ID)).status).toBe('FINISHED');
    expect(persister.webui.rows).toHaveLength(3);
    const ends = persister
      .publishedOf('request.completed')
      .map(({ attempt, data }) => [attempt, (data as RequestCompleted).status]);
    expect(ends).toEqual([
      [0, 'failed'],
      [1, 'succeeded'],
    ]);
  });

  it('given a crash after the attempt was started, when the retry is redelivered, then the input is published all the same', async () => {
    const { persister } = await failed();
    const first = await persister.handle(retryOf(1)); // what a process returned that died before it was stored
    await persister.deliver(retryOf(1));
    expect(persister.publishedOf('model.trained')).toMatchObject(first);
  });

  it.each([
    ['that has started already', 1],
    ['that skips one', 3],
  ])('given a retry for an attempt %s, when handled, then nothing happens', async (_, attempt) => {
    const { persister } = await failed();
    await persister.deliver(retryOf(1));
    await persister.deliver(retryOf(attempt, 'another click'));
    expect(persister.publishedOf('model.trained')).toHaveLength(1);
  });

  it('given a failure of the persister itself, when retried, then the event that it failed on comes again', async () => {
    const story = await tellStory('both');
    const persister = new PersisterUnderTest(story.store).openRun();
    const events = eventsOf(story, 'both');
    const reviewed = events.at(-1) as PipelineEvent;
    await deliverAll(persister, [...events.slice(0, -1), failureOn(reviewed, 'persister')]);
    await persister.ledger.recordFact(EXAMPLE_RUN_ID, reviewed);
    await persister.deliver(retryOf(1));
    expect(persister.publishedOf('signal.reviewed')).toMatchObject([{ id: reviewed.id, attempt: 1 }]);
    await persister.deliver(again(reviewed, 1));
    expect((await persister.mlflow.getRun(EXAMPLE_RUN_ID)).status).toBe('FINISHED');
  });

  it('given a run that is finished, when a failure of the same attempt comes late, then FINISHED stands', async () => {
    const story = await tellStory('both');
    const persister = new PersisterUnderTest(story.store).openRun();
    const events = eventsOf(story, 'both');
    await deliverAll(persister, [...events, failureOn(events.at(-1) as PipelineEvent, 'reviewer')]);
    expect((await persister.mlflow.getRun(EXAMPLE_RUN_ID)).status).toBe('FINISHED');
    expect(persister.publishedOf('run.persisted')).toHaveLength(1);
  });
});
