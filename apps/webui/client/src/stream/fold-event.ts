import type {
  EventType,
  ModelTrained,
  RunFailed,
  RunPersisted,
  SignalInferred,
  SignalReviewed,
  Stage,
  SymbolResolved,
  TrainingProgressed,
} from '@trademaster/contracts';
import type { RunDetail, RunRow, StageView, StoredEvent, TrainingPoint } from '../../../src/page/contract';

/** The event that tells that a stage has done its work. */
const DONE_BY: Partial<Record<EventType, Stage>> = {
  'symbol.resolved': 'symbol-resolver',
  'model.trained': 'trainer',
  'signal.inferred': 'inferencer',
  'signal.reviewed': 'reviewer',
  'run.persisted': 'persister',
};

/**
 * What an event changes in a run, at once; the server's own view follows. Pure; an event that the view already
 * contains, and one about another run, change nothing.
 */
export function foldDetail(detail: RunDetail, event: StoredEvent): RunDetail {
  if (event.run_id !== detail.run.run_id || event.seq <= detail.seq) return detail;
  const stages = foldStages(detail.stages, event);
  return {
    ...detail,
    ...factsOf(event),
    stages,
    run: rowWithStages(foldRow(detail.run, event), stages),
    seq: event.seq,
  };
}

function factsOf({ type, data }: StoredEvent): Partial<RunDetail> {
  switch (type) {
    case 'symbol.resolved':
      return { context: (data as SymbolResolved).run };
    case 'model.trained':
      return { training: (data as ModelTrained).training };
    case 'signal.inferred':
      return { inference: (data as SignalInferred).inference };
    case 'signal.reviewed': {
      const { signal, decision_sha256 } = data as SignalReviewed;
      return { signal, decision_sha256 };
    }
    default:
      return {};
  }
}

/** A run's line in lists. */
export function foldRow(row: RunRow, event: StoredEvent): RunRow {
  if (event.run_id !== row.run_id || event.attempt < row.attempt) return row;
  const begun = { ...row, attempt: event.attempt };
  switch (event.type) {
    case 'run.retry_requested':
      return { ...begun, status: 'RUNNING', failure: null, ended_at: null };
    case 'run.failed': {
      const { failure } = event.data as RunFailed;
      return { ...begun, status: 'FAILED', failure, stage: failure.stage, ended_at: event.received_at };
    }
    case 'signal.reviewed': {
      const { action, confidence_score, provenance } = (event.data as SignalReviewed).signal;
      return { ...begun, action, confidence_score, provenance, stage: 'persister' };
    }
    case 'run.persisted':
      return { ...begun, status: (event.data as RunPersisted).run.status, stage: null, ended_at: event.received_at };
    default:
      return begun;
  }
}

function rowWithStages(row: RunRow, stages: StageView[]): RunRow {
  const working = stages.find(({ state }) => state === 'running');
  return working === undefined ? row : { ...row, stage: working.stage };
}

/**
 * Events of different topics may come in another order than they were published: a stage whose successor is done is
 * done too, and the one after the furthest works.
 */
export function foldStages(stages: StageView[], event: StoredEvent): StageView[] {
  const { type, received_at: at, data } = event;
  if (type === 'training.progressed') {
    const { share_done } = data as TrainingProgressed;
    return stages.map((view) =>
      view.stage === 'trainer' && view.state !== 'done' && share_done >= (view.share_done ?? 0)
        ? { ...view, state: 'running', started_at: view.started_at ?? at, share_done }
        : view,
    );
  }
  if (type === 'run.failed') {
    const { failure } = data as RunFailed;
    return stages.map((view) => (view.stage === failure.stage ? { ...view, state: 'failed', ended_at: at } : view));
  }
  const done = DONE_BY[type];
  if (done === undefined) return stages;
  const furthest = Math.max(
    stages.findIndex(({ stage }) => stage === done),
    stages.findLastIndex(({ state }) => state === 'done'),
  );
  const next = stages.findIndex(({ state }, index) => index > furthest && state !== 'not_needed');
  return stages.map((view, index) => {
    if (view.state === 'not_needed') return view;
    if (index <= furthest) return { ...view, state: 'done', ended_at: view.ended_at ?? at };
    if (index === next && view.state === 'waiting') return { ...view, state: 'running', started_at: at };
    return view;
  });
}

/** One point a seed and epoch; the same told twice stays one. */
export function foldTraining(points: TrainingPoint[], event: StoredEvent): TrainingPoint[] {
  if (event.type !== 'training.progressed') return points;
  const { seed, epoch, epochs, validation_return } = event.data as TrainingProgressed;
  if (points.some((point) => point.seed === seed && point.epoch === epoch)) return points;
  return [...points, { seed, epoch, epochs, loss: null, validation_return }];
}
