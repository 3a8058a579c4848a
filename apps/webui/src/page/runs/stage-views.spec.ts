import { EXAMPLE_RUN_ID, exampleEvent, exampleEventData, exampleFailure } from '@trademaster/testkit';
import type { EventType, PipelineEvent } from '@trademaster/contracts';
import type { StoredEvent } from '../contract';
import { storableEvent } from '../events/storable-event';
import { factsOf } from './run-facts';
import { foldRun } from './run-fold';
import { stageViews } from './stage-views';

const at = (second: number) => `2026-11-23T06:00:0${second}.000Z`;

function stored(event: PipelineEvent, second: number): StoredEvent {
  const { data, identity: _, ...row } = storableEvent({ event, recordedAt: at(second) });
  return { ...row, seq: second, data: JSON.parse(data) as unknown };
}

function viewsOf(events: StoredEvent[]) {
  const run = foldRun(EXAMPLE_RUN_ID, events);
  if (run === undefined) throw new Error('no run');
  return Object.fromEntries(stageViews(run, factsOf(events), events).map((view) => [view.stage, view]));
}

const story = (...types: EventType[]) => types.map((type, second) => stored(exampleEvent(type), second));

describe('the stages of a run', () => {
  it('given a run that trains, then what is done, what works, how far, and what waits', () => {
    const [, first] = [0.08, 0.25].map((share_done, index) =>
      stored(
        exampleEvent('training.progressed', {
          id: `progress-${index}`,
          data: exampleEventData('training.progressed', { share_done }),
        }),
        2,
      ),
    ) as [StoredEvent, StoredEvent];
    const views = viewsOf([...story('symbol.requested', 'symbol.resolved'), first]);
    expect(views['symbol-resolver']).toMatchObject({ state: 'done', started_at: at(0), ended_at: at(1) });
    expect(views.trainer).toMatchObject({ state: 'running', started_at: at(1), ended_at: null, share_done: 0.25 });
    expect(views.reviewer).toMatchObject({ state: 'waiting', started_at: null, ended_at: null });
  });

  it('given a run that loads its model, then the trainer is not needed', () => {
    const run = { ...exampleEventData('symbol.resolved').run, mode: 'inference' as const };
    const views = viewsOf([stored(exampleEvent('symbol.resolved', { data: { run } }), 0)]);
    expect(views.trainer).toEqual({
      stage: 'trainer',
      state: 'not_needed',
      started_at: null,
      ended_at: null,
      share_done: null,
    });
    expect(views.inferencer).toMatchObject({ state: 'running', started_at: at(0) });
  });

  it('given a retry that published an input again, then who had made it was ready when it was first published', () => {
    const failure = exampleFailure({ stage: 'inferencer' });
    const views = viewsOf([
      ...story('symbol.requested', 'symbol.resolved', 'model.trained'),
      stored(exampleEvent('run.failed', { data: exampleEventData('run.failed', { failure }) }), 3),
      stored({ ...exampleEvent('model.trained'), attempt: 1, source: '/trademaster/persister' }, 7),
    ]);
    expect(views.trainer).toMatchObject({ state: 'done', ended_at: at(2), share_done: 1 });
    expect(views.inferencer).toMatchObject({ state: 'running', started_at: at(7), ended_at: null });
  });

  it('given a failure, then its stage has failed, and those behind it wait', () => {
    const failure = exampleFailure({ stage: 'inferencer' });
    const views = viewsOf([
      ...story('symbol.requested', 'symbol.resolved', 'model.trained'),
      stored(exampleEvent('run.failed', { data: exampleEventData('run.failed', { failure }) }), 3),
    ]);
    expect(views.inferencer).toMatchObject({ state: 'failed', ended_at: at(3) });
    expect(views.reviewer).toMatchObject({ state: 'waiting' });
  });
});
