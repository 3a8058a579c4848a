import type { PipelineEvent } from '@trademaster/contracts';
import { EXAMPLE_RUN_ID } from '@trademaster/testkit';
import { PersisterUnderTest, type Story, tellStory } from '../test/persister-under-test';
import { DeadlineSweeper } from './deadline-sweeper';

const LOG = { info: () => undefined, warn: () => undefined };

describe('a run past its deadline', () => {
  let story: Story;
  let published: PipelineEvent[];
  let persister: PersisterUnderTest;
  const sweepAt = (time: string) => {
    const publisher = {
      connect: () => Promise.resolve(),
      disconnect: () => Promise.resolve(),
      publish: (...events: PipelineEvent[]) => Promise.resolve(void published.push(...events)),
    };
    return new DeadlineSweeper(persister.ledger, publisher, LOG, 1_000, () => new Date(time)).sweep();
  };
  beforeEach(async () => {
    story = await tellStory('both');
    persister = new PersisterUnderTest(story.store).openRun(); // its deadline is 07:00
    published = [];
    for (const type of ['request.resolved', 'symbol.requested', 'symbol.resolved'] as const) {
      await persister.deliver(story.events[type] as PipelineEvent);
    }
  });

  it('given a trainer that says nothing, when swept, then the run fails at the trainer', async () => {
    await sweepAt('2026-11-23T07:00:01Z');
    expect(published).toMatchObject([
      { type: 'run.failed', key: EXAMPLE_RUN_ID, data: { failure: { stage: 'trainer', code: 'deadline_exceeded' } } },
    ]);
    await persister.deliver(published[0] as PipelineEvent);
    expect((await persister.mlflow.getRun(EXAMPLE_RUN_ID)).status).toBe('FAILED');
  });

  it('given two persisters that sweep, when both say it, then it is one event', async () => {
    await sweepAt('2026-11-23T07:00:01Z');
    await sweepAt('2026-11-23T07:00:04Z');
    expect(new Set(published.map(({ id }) => id)).size).toBe(1);
  });

  it('given an end that could not be written, when five minutes have passed, then it is tried as new work', async () => {
    await sweepAt('2026-11-23T07:00:01Z');
    await sweepAt('2026-11-23T07:05:01Z');
    expect(new Set(published.map(({ id }) => id)).size).toBe(2);
  });
});
