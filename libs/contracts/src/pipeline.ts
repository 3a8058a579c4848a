import { EventType } from './event-types';

/** The five stages, in the order in which data passes them. */
export const STAGES = ['symbol-resolver', 'trainer', 'inferencer', 'reviewer', 'persister'] as const;
export type Stage = (typeof STAGES)[number];

export const MODES = ['both', 'train_backtest', 'inference'] as const;
export type Mode = (typeof MODES)[number];
export const DEFAULT_MODE: Mode = 'both';

/**
 * Which stage acts on which event in which mode. A stage that receives an event in a mode that is not listed
 * commits it and does nothing: it is somebody else's work.
 */
export const ACTS_ON: Record<Stage, Partial<Record<EventType, readonly Mode[]>>> = {
  'symbol-resolver': { 'run.requested': MODES, 'symbol.requested': MODES },
  trainer: { 'symbol.resolved': ['both', 'train_backtest'] },
  inferencer: { 'symbol.resolved': ['inference'], 'model.trained': ['both'] },
  reviewer: { 'signal.inferred': ['both', 'inference'] },
  persister: {
    'run.requested': MODES,
    'run.retry_requested': MODES,
    'request.resolved': MODES,
    'request.failed': MODES,
    'symbol.requested': MODES,
    'symbol.resolved': MODES,
    'model.trained': MODES,
    'signal.inferred': MODES,
    'signal.reviewed': MODES,
    'run.failed': MODES,
  },
};

/** Which events a stage publishes. The persister publishes a stage's input again when a run is retried. */
export const EMITS: Record<Stage, readonly EventType[]> = {
  'symbol-resolver': ['request.resolved', 'request.failed', 'symbol.requested', 'symbol.resolved', 'run.failed'],
  trainer: ['training.progressed', 'model.trained', 'run.failed'],
  inferencer: ['signal.inferred', 'run.failed'],
  reviewer: ['signal.reviewed', 'run.failed'],
  persister: [
    'symbol.requested',
    'symbol.resolved',
    'model.trained',
    'signal.inferred',
    'run.failed',
    'run.persisted',
    'request.completed',
  ],
};

/** The facts a run must have before it is complete. */
export const REQUIRED_FACTS: Record<Mode, readonly EventType[]> = {
  both: ['symbol.resolved', 'model.trained', 'signal.inferred', 'signal.reviewed'],
  train_backtest: ['symbol.resolved', 'model.trained'],
  inference: ['symbol.resolved', 'signal.inferred', 'signal.reviewed'],
};

/** The event that makes a stage work, by mode: what is published again, with the next attempt, when a run is retried. */
export const INPUT_OF_STAGE: Record<Exclude<Stage, 'persister'>, Partial<Record<Mode, EventType>>> = {
  'symbol-resolver': { both: 'symbol.requested', train_backtest: 'symbol.requested', inference: 'symbol.requested' },
  trainer: { both: 'symbol.resolved', train_backtest: 'symbol.resolved' },
  inferencer: { both: 'model.trained', inference: 'symbol.resolved' },
  reviewer: { both: 'signal.inferred', inference: 'signal.inferred' },
};

export function actsOn(stage: Stage, type: EventType, mode: Mode): boolean {
  return ACTS_ON[stage][type]?.includes(mode) ?? false;
}
