import {
  decisionSha256,
  EVENT_TYPES,
  type EventData,
  eventIdOf,
  type EventType,
  type Failure,
  INPUT_OF_STAGE,
  PIPELINE_DAG_ID,
  type PipelineEvent,
  type RunEnd,
} from '@trademaster/contracts';
import { exampleInferenceResult, exampleTradingSignal, exampleTrainingResult } from './result-examples';
import {
  EXAMPLE_EXPERIMENT_ID,
  EXAMPLE_REQUEST,
  EXAMPLE_RUN_ID,
  EXAMPLE_SOURCE,
  exampleArtifact,
  exampleRunContext,
  exampleSymbolRequested,
} from './run-examples';

export function exampleFailure(overrides: Partial<Failure> = {}): Failure {
  return {
    stage: 'symbol-resolver',
    code: 'data_not_found',
    field: 'config.data.ticker',
    message: 'the simulated source knows no instrument "NOPE"',
    retryable: false,
    ...overrides,
  };
}

export function exampleRunEnd(overrides: Partial<RunEnd> = {}): RunEnd {
  const signal = exampleTradingSignal();
  return {
    run_id: EXAMPLE_RUN_ID,
    experiment_id: EXAMPLE_EXPERIMENT_ID,
    symbol: 'SIMA',
    status: 'FINISHED',
    attempt: 0,
    signal,
    decision_sha256: decisionSha256(signal),
    ...overrides,
  };
}

const DATA: { [K in EventType]: () => EventData[K] } = {
  'run.requested': () => ({
    dag_id: PIPELINE_DAG_ID,
    execution_id: EXAMPLE_REQUEST.execution_id,
    symbol: 'SIMA',
    mode: 'both',
    config: { training: { epochs: 12 } },
    as_of: '2026-11-23T06:00:00Z',
    conid: 265598,
    workflow_symbol_id: 1,
  }),
  'run.retry_requested': () => ({ run_id: EXAMPLE_RUN_ID, attempt: 1, requested_by: 'cli' }),
  'request.resolved': () => ({
    ...EXAMPLE_REQUEST,
    mode: 'both',
    runs: [{ run_id: EXAMPLE_RUN_ID, experiment_id: EXAMPLE_EXPERIMENT_ID, symbol: 'SIMA' }],
    skipped: [{ symbol: 'ZZZ', reason: 'over max_symbols (1)' }],
    experiment_id: EXAMPLE_EXPERIMENT_ID,
    deadline_at: '2026-11-23T07:00:00.000Z',
  }),
  'request.failed': () => ({
    ...EXAMPLE_REQUEST,
    failure: exampleFailure({ code: 'request_invalid', field: 'mode', message: 'mode must be one of both, …' }),
  }),
  'request.completed': () => ({
    ...EXAMPLE_REQUEST,
    status: 'succeeded',
    message: '1 of 1 runs finished',
    runs: [exampleRunEnd()],
    skipped: [],
    repeated: false,
  }),
  'symbol.requested': () => exampleSymbolRequested(),
  'symbol.resolved': () => ({ run: exampleRunContext() }),
  'training.progressed': () => ({
    run_id: EXAMPLE_RUN_ID,
    seed: 11,
    epoch: 3,
    epochs: 12,
    validation_return: 0.021,
    share_done: 0.08,
  }),
  'model.trained': () => ({ run: exampleRunContext(), training: exampleTrainingResult() }),
  'signal.inferred': () => ({
    run: exampleRunContext(),
    training: exampleTrainingResult(),
    inference: exampleInferenceResult(),
    facts: exampleArtifact('facts'),
  }),
  'signal.reviewed': () => {
    const signal = exampleTradingSignal();
    return {
      run: exampleRunContext(),
      training: exampleTrainingResult(),
      inference: exampleInferenceResult(),
      signal,
      decision_sha256: decisionSha256(signal),
      transcript: exampleArtifact('transcript'),
      prompt: exampleArtifact('prompt', 'txt'),
      team: exampleArtifact('team'),
      claims: exampleArtifact('claims'),
    };
  },
  'run.failed': () => ({
    run_id: EXAMPLE_RUN_ID,
    request_id: EXAMPLE_REQUEST.request_id,
    symbol: 'SIMA',
    failure: exampleFailure(),
  }),
  'run.persisted': () => ({ ...EXAMPLE_REQUEST, mode: 'both', run: exampleRunEnd() }),
};

/** What each event of a run of mode `both` follows from. */
const CAUSE: Partial<Record<EventType, EventType>> = {
  'request.resolved': 'run.requested',
  'request.failed': 'run.requested',
  'request.completed': 'signal.reviewed',
  'symbol.requested': 'run.requested',
  'symbol.resolved': INPUT_OF_STAGE['symbol-resolver'].both,
  'training.progressed': INPUT_OF_STAGE.trainer.both,
  'model.trained': INPUT_OF_STAGE.trainer.both,
  'signal.inferred': INPUT_OF_STAGE.inferencer.both,
  'signal.reviewed': INPUT_OF_STAGE.reviewer.both,
  'run.failed': 'symbol.requested',
  'run.persisted': 'signal.reviewed',
};

const SOURCE: Record<EventType, string> = {
  'run.requested': EXAMPLE_SOURCE,
  'run.retry_requested': '/trademaster/cli',
  'request.resolved': '/trademaster/symbol-resolver',
  'request.failed': '/trademaster/symbol-resolver',
  'request.completed': '/trademaster/persister',
  'symbol.requested': '/trademaster/symbol-resolver',
  'symbol.resolved': '/trademaster/symbol-resolver',
  'training.progressed': '/trademaster/trainer',
  'model.trained': '/trademaster/trainer',
  'signal.inferred': '/trademaster/inferencer',
  'signal.reviewed': '/trademaster/reviewer',
  'run.failed': '/trademaster/symbol-resolver',
  'run.persisted': '/trademaster/persister',
};

const ABOUT_A_REQUEST = new Set<EventType>([
  'run.requested',
  'request.resolved',
  'request.failed',
  'request.completed',
]);

/** Valid data of an event: one story, a run of SIMA in mode `both`, told by all of them. A fresh copy at each call. */
export function exampleEventData<K extends EventType>(type: K, overrides: Partial<EventData[K]> = {}): EventData[K] {
  return { ...DATA[type](), ...overrides };
}

/**
 * A whole valid event, with ids that follow from their causes as in a real run. `overrides` replace envelope
 * members, `data` whole: `exampleEvent('model.trained', { attempt: 1, data: exampleEventData(…) })`.
 */
export function exampleEvent<K extends EventType>(
  type: K,
  overrides: Partial<PipelineEvent<EventData[K]>> = {},
): PipelineEvent<EventData[K]> {
  const aboutRequest = ABOUT_A_REQUEST.has(type);
  const attempt = overrides.attempt ?? 0;
  const cause = CAUSE[type];
  return {
    id: idOf(type, attempt),
    type,
    source: SOURCE[type],
    subject: aboutRequest ? EXAMPLE_REQUEST.request_id : 'SIMA',
    time: '2026-11-23T06:00:00.000Z',
    key: aboutRequest ? EXAMPLE_REQUEST.request_id : EXAMPLE_RUN_ID,
    ...(aboutRequest ? {} : { correlationid: EXAMPLE_RUN_ID }),
    ...(cause === undefined ? {} : { causationid: idOf(cause, attempt) }),
    attempt,
    data: exampleEventData(type),
    ...overrides,
  };
}

/** One event of every type. */
export function exampleEvents(): PipelineEvent[] {
  return EVENT_TYPES.map((type) => exampleEvent(type));
}

function idOf(type: EventType, attempt: number): string {
  const cause = CAUSE[type];
  if (cause === undefined)
    return type === 'run.requested' ? EXAMPLE_REQUEST.execution_id : eventIdOf('cli', type, '', 0);
  const subject = ABOUT_A_REQUEST.has(type) ? EXAMPLE_REQUEST.request_id : 'SIMA';
  return eventIdOf(idOf(cause, attempt), type, subject, attempt);
}
