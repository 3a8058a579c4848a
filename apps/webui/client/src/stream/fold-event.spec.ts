import {
  exampleInferenceResult,
  exampleTradingSignal,
  exampleTrainingResult,
} from '../../../../../libs/testkit/src/result-examples';
import { exampleRunContext } from '../../../../../libs/testkit/src/run-examples';
import type { EventType } from '@trademaster/contracts';
import type { RunDetail, RunRow, StageView, StoredEvent } from '../../../src/page/contract';
import { foldDetail, foldRow, foldTraining } from './fold-event';

const RUN = exampleRunContext().run_id;
const STAGES = ['symbol-resolver', 'trainer', 'inferencer', 'reviewer', 'persister'] as const;

const row = (overrides: Partial<RunRow> = {}): RunRow => ({
  run_id: RUN,
  request_id: 'r',
  symbol: 'SIMA',
  mode: 'both',
  status: 'RUNNING',
  attempt: 0,
  stage: 'symbol-resolver',
  started_at: '2026-11-23T06:00:00Z',
  ended_at: null,
  action: null,
  confidence_score: null,
  simulated: null,
  historical: null,
  provenance: null,
  failure: null,
  ...overrides,
});
const stage = (name: StageView['stage'], state: StageView['state']): StageView => ({
  stage: name,
  state,
  started_at: null,
  ended_at: null,
  share_done: null,
});
const detail = (overrides: Partial<RunDetail> = {}): RunDetail => ({
  run: row(),
  dag_id: null,
  execution_id: null,
  stages: STAGES.map((name, index) => stage(name, index === 0 ? 'running' : 'waiting')),
  context: null,
  training: null,
  inference: null,
  signal: null,
  decision_sha256: null,
  note: null,
  fix: null,
  artifacts: {},
  params: {},
  mlflow_url: null,
  seq: 10,
  ...overrides,
});

let seq = 10;
const event = (type: EventType, data: unknown, overrides: Partial<StoredEvent> = {}): StoredEvent => ({
  seq: (seq += 1),
  event_id: String(seq),
  type,
  attempt: 0,
  run_id: RUN,
  request_id: 'r',
  symbol: 'SIMA',
  time: '2026-11-23T06:00:00Z',
  received_at: '2026-11-23T06:00:05Z',
  data,
  ...overrides,
});
const resolved = () => event('symbol.resolved', { run: exampleRunContext() });
const trained = () => event('model.trained', { training: exampleTrainingResult() });
const inferred = () => event('signal.inferred', { inference: exampleInferenceResult() });
const progressed = (epoch: number, share_done: number) =>
  event('training.progressed', { run_id: RUN, seed: 11, epoch, epochs: 12, validation_return: 0.01, share_done });
const failed = () =>
  event('run.failed', {
    run_id: RUN,
    failure: { stage: 'trainer', code: 'engine_failed', message: 'no', retryable: false },
  });
const states = ({ stages }: RunDetail) => stages.map(({ state }) => state).join(' ');

describe('a run on the screen', () => {
  it('given its events in order, when folded, then stage after stage is done and the facts are there', () => {
    const signal = exampleTradingSignal();
    const events = [
      resolved(),
      trained(),
      inferred(),
      event('signal.reviewed', { signal, decision_sha256: 'd'.repeat(64) }),
      event('run.persisted', { run: { status: 'FINISHED' } }),
    ];
    const views = events.reduce((seen, next) => [...seen, foldDetail(seen.at(-1) as RunDetail, next)], [detail()]);
    expect(views.map(states)).toEqual([
      'running waiting waiting waiting waiting',
      'done running waiting waiting waiting',
      'done done running waiting waiting',
      'done done done running waiting',
      'done done done done running',
      'done done done done done',
    ]);
    const end = views.at(-1);
    expect(end).toMatchObject({ context: exampleRunContext(), signal, decision_sha256: 'd'.repeat(64), seq });
    expect(end?.run).toMatchObject({ status: 'FINISHED', action: 'BUY', confidence_score: 49, provenance: 'rules' });
  });

  it('given events of different topics in another order, when folded, then nothing goes back', () => {
    const view = [inferred(), trained(), resolved()].reduce(foldDetail, detail());
    expect(states(view)).toBe('done done done running waiting');
  });

  it('given a run that needs no training, when folded, then that stage is passed over', () => {
    const stages = STAGES.map((name) => stage(name, name === 'trainer' ? 'not_needed' : 'waiting'));
    expect(states(foldDetail(detail({ stages }), resolved()))).toBe('done not_needed running waiting waiting');
  });

  it('given progress, when folded, then the trainer’s share grows and never shrinks', () => {
    const view = [resolved(), progressed(2, 0.4), progressed(1, 0.2)].reduce(foldDetail, detail());
    expect(view.stages[1]).toMatchObject({ state: 'running', share_done: 0.4 });
  });

  it('given a failure and a retry, when folded, then the run failed there, and then runs again', () => {
    const broken = [resolved(), failed()].reduce(foldDetail, detail());
    expect(states(broken)).toBe('done failed waiting waiting waiting');
    expect(broken.run).toMatchObject({ status: 'FAILED', stage: 'trainer', failure: { code: 'engine_failed' } });
    const again = foldDetail(broken, event('run.retry_requested', { run_id: RUN }, { attempt: 1 }));
    expect(again.run).toMatchObject({ status: 'RUNNING', failure: null, attempt: 1 });
  });

  it('given an event that the view contains, or one of another run, when folded, then it is the same view', () => {
    const view = detail({ seq: 1_000_000 });
    expect(foldDetail(view, resolved())).toBe(view);
    expect(foldDetail(detail(), event('run.persisted', {}, { run_id: 'other' }))).toEqual(detail());
  });

  it('given a late event of an earlier attempt, when folded, then the run’s line stays as it is', () => {
    const line = row({ attempt: 2 });
    expect(foldRow(line, failed())).toBe(line);
  });
});

describe('the training curve', () => {
  it('given the same epoch told twice, when folded, then it is one point', () => {
    const points = [progressed(1, 0.1), progressed(1, 0.1), progressed(2, 0.2)].reduce(foldTraining, []);
    expect(points.map(({ seed, epoch }) => [seed, epoch])).toEqual([
      [11, 1],
      [11, 2],
    ]);
  });
});
