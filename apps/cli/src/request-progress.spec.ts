import { type EventType, type PipelineEvent, type RunPersisted } from '@trademaster/contracts';
import { EXAMPLE_REQUEST, EXAMPLE_RUN_ID, exampleEvent, exampleRunEnd } from '@trademaster/testkit';
import { RequestProgress } from './request-progress';

const IN_ORDER: EventType[] = [
  'request.resolved',
  'symbol.resolved',
  'training.progressed',
  'model.trained',
  'signal.inferred',
  'signal.reviewed',
  'run.persisted',
  'request.completed',
];

function follow(progress: RequestProgress, types: EventType[]): string[] {
  return types.map((type) => progress.take(exampleEvent(type))).filter((line) => line !== undefined);
}

describe('following a request', () => {
  it('given the events of a run, when they pass, then each stage has its line, and the end is the request’s end', () => {
    const progress = new RequestProgress({ requestId: EXAMPLE_REQUEST.request_id });
    const lines = follow(progress, IN_ORDER.slice(0, -1));
    expect(lines.map((line) => /(resolved|bars|training|trained|inferred|reviewed|stored)/.exec(line)?.[1])).toEqual([
      'resolved',
      'bars',
      'training',
      'trained',
      'inferred',
      'reviewed',
      'stored',
    ]);
    expect(progress.isOver).toBe(false);
    follow(progress, ['request.completed']);
    expect(progress.isOver).toBe(true);
    expect(progress.factsOf(exampleRunEnd())).toMatchObject({
      training: expect.any(Object),
      inference: expect.any(Object),
      context: expect.any(Object),
    });
  });

  it('given an event again, when it passes, then it has no second line', () => {
    const progress = new RequestProgress({ requestId: EXAMPLE_REQUEST.request_id });
    expect(follow(progress, ['request.resolved', 'model.trained', 'model.trained'])).toHaveLength(2);
  });

  it('given another request, when its events pass, then they are not ours', () => {
    const progress = new RequestProgress({ requestId: '00000000-0000-5000-8000-000000000000' });
    expect(follow(progress, IN_ORDER)).toEqual([]);
    expect(progress.isOver).toBe(false);
  });

  it('given a failure whose message names only its run, when it passes, then it is known as the request’s', () => {
    const progress = new RequestProgress({ requestId: EXAMPLE_REQUEST.request_id });
    follow(progress, ['request.resolved']);
    const failed = exampleEvent('run.failed');
    const { failure, run_id } = failed.data;
    const line = progress.take({ ...failed, data: { failure, run_id } });
    expect(line).toBe('SIMA  failed     at symbol-resolver: data_not_found (config.data.ticker): ' + failure.message);
  });

  it('given a retry of one run, when its earlier end is delivered again, then only the new attempt’s end is the end', () => {
    const progress = new RequestProgress({ runId: EXAMPLE_RUN_ID, attempt: 1 });
    expect(progress.take(endOf(0))).toBeUndefined();
    expect(progress.isOver).toBe(false);
    expect(progress.take(endOf(1))).toContain('FINISHED');
    expect(progress.isOver).toBe(true);
  });

  it('given its run waits for a retry, when looked at twice, then one line says who, when and why; others’ runs have none', () => {
    const progress = new RequestProgress({ requestId: EXAMPLE_REQUEST.request_id });
    follow(progress, IN_ORDER.slice(0, 2));
    const dueAt = new Date(2026, 10, 23, 12, 34, 56).toISOString();
    const because = 'mlflow_unavailable: MLflow is away';
    const retry = { stage: 'trainer', runId: EXAMPLE_RUN_ID, retry: 3, of: 13, dueAt, because } as const;
    const foreign = { ...retry, runId: 'f'.repeat(32), requestId: 'another' };
    expect(progress.takeWaiting([retry, foreign])).toEqual([
      `SIMA  waiting    for trainer: retry 3 of 13 at 12:34:56, because ${because}`,
    ]);
    expect(progress.takeWaiting([retry])).toEqual([]);
    expect(
      progress.takeWaiting([{ ...retry, retry: 4, dueAt: new Date(2026, 10, 23, 12, 35, 8).toISOString() }]),
    ).toHaveLength(1);
  });
});

function endOf(attempt: number): PipelineEvent<RunPersisted> {
  const event = exampleEvent('run.persisted');
  return { ...event, id: `${event.id}-${attempt}`, attempt, data: { ...event.data, run: exampleRunEnd({ attempt }) } };
}
