import fc from 'fast-check';
import { type EventData, type EventType, type PipelineEvent } from '@trademaster/contracts';
import { EXAMPLE_RUN_ID, exampleEvent, exampleEventData, exampleFailure, exampleRunEnd } from '@trademaster/testkit';
import type { StoredEvent } from '../contract';
import { storableEvent } from '../events/storable-event';
import { foldRun } from './run-fold';

const START = Date.parse('2026-11-23T06:00:01Z');

/** As the table gives it back; Kafka took it `second` seconds after the first. */
function stored(event: PipelineEvent, second: number): StoredEvent {
  const {
    data,
    identity: _,
    ...row
  } = storableEvent({
    event,
    recordedAt: new Date(START + second * 1000).toISOString(),
  });
  return { ...row, seq: second + 1, data: JSON.parse(data) as unknown };
}

const story = (types: EventType[]): StoredEvent[] => types.map((type, second) => stored(exampleEvent(type), second));
const FINISHED = story([
  'symbol.requested',
  'symbol.resolved',
  'model.trained',
  'signal.inferred',
  'signal.reviewed',
  'run.persisted',
]);
const failure = exampleFailure({ stage: 'reviewer', code: 'review_unavailable', retryable: true });
const failedEnd = exampleRunEnd({ status: 'FAILED', failure, signal: undefined, decision_sha256: undefined });
const persistedFailure = (data: Partial<EventData['run.persisted']> = {}) =>
  exampleEvent('run.persisted', {
    id: 'end-of-0',
    data: exampleEventData('run.persisted', { run: failedEnd, ...data }),
  });
/** Failed in the reviewer, retried, and then decided. */
const RETRIED = [
  ...FINISHED.slice(0, 4),
  stored(exampleEvent('run.failed', { data: exampleEventData('run.failed', { failure }) }), 4),
  stored(persistedFailure(), 5),
  stored(exampleEvent('run.retry_requested'), 6),
  stored({ ...exampleEvent('signal.inferred'), attempt: 1, source: '/trademaster/persister' }, 7),
  stored(exampleEvent('signal.reviewed', { attempt: 1 }), 8),
  stored(
    exampleEvent('run.persisted', {
      attempt: 1,
      data: exampleEventData('run.persisted', { run: exampleRunEnd({ attempt: 1 }) }),
    }),
    9,
  ),
];

const fold = (events: readonly StoredEvent[]) => foldRun(EXAMPLE_RUN_ID, events);

describe('the line of a run', () => {
  it('given all its events, then it has finished, with what it decided and what the bars were', () => {
    expect(fold(FINISHED)).toEqual({
      run_id: EXAMPLE_RUN_ID,
      request_id: exampleEventData('run.persisted').request_id,
      symbol: 'SIMA',
      mode: 'both',
      status: 'FINISHED',
      attempt: 0,
      stage: null,
      started_at: '2026-11-23T06:00:01.000Z',
      ended_at: '2026-11-23T06:00:06.000Z',
      action: 'BUY',
      confidence_score: 49,
      simulated: true,
      historical: false,
      provenance: 'rules',
      failure: null,
    });
  });

  it.each([
    [1, 'symbol-resolver'],
    [2, 'trainer'],
    [3, 'inferencer'],
    [4, 'reviewer'],
    [5, 'persister'],
  ])('given its first %i events, then it runs and %s works', (count, stage) => {
    expect(fold(FINISHED.slice(0, count))).toMatchObject({ status: 'RUNNING', stage, action: null, ended_at: null });
  });

  it('given a failure that the persister has not seen yet, then it has failed there, and decided nothing', () => {
    expect(fold(RETRIED.slice(0, 5))).toMatchObject({ status: 'FAILED', stage: 'reviewer', attempt: 0, failure });
  });

  it('given a retry that has started, then it runs again from the failed stage', () => {
    expect(fold(RETRIED.slice(0, 7))).toMatchObject({ status: 'FAILED', attempt: 0 }); // only asked for
    expect(fold(RETRIED.slice(0, 8))).toMatchObject({
      status: 'RUNNING',
      stage: 'reviewer',
      attempt: 1,
      failure: null,
    });
    expect(fold(RETRIED)).toMatchObject({ status: 'FINISHED', attempt: 1, action: 'BUY', failure: null });
  });

  it('given the events in any order, and any of them twice, then the line is the same', () => {
    const shuffled = fc.shuffledSubarray([...RETRIED, ...RETRIED], { minLength: 20, maxLength: 20 });
    fc.assert(fc.property(shuffled, (events) => expect(fold(events)).toEqual(fold(RETRIED))));
  });

  it('given two failures of one attempt, then the one that Kafka took first counts, whichever came first', () => {
    const [mine, late] = ['deadline_exceeded', 'training_diverged'].map((code, index) =>
      stored(
        exampleEvent('run.failed', {
          id: code,
          data: exampleEventData('run.failed', { failure: exampleFailure({ code: code as 'internal' }) }),
        }),
        5 + index,
      ),
    ) as [StoredEvent, StoredEvent];
    for (const both of [
      [mine, late],
      [late, mine],
    ])
      expect(fold([...FINISHED.slice(0, 2), ...both])?.failure?.code).toBe('deadline_exceeded');
  });

  it('given a failure that names no symbol, an unreadable message for example, then there is no line', () => {
    const data = { run_id: EXAMPLE_RUN_ID, failure };
    expect(fold([stored(exampleEvent('run.failed', { data }), 0)])).toBeUndefined();
  });
});
