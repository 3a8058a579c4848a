import type { ClassConstructor } from 'class-transformer';
import type { EventType } from './event-types';
import { SignalInferred } from './inference-result.dto';
import { RequestCompleted, RequestFailed, RequestResolved, RunFailed, RunPersisted } from './lifecycle.dto';
import { SignalReviewed } from './review-result.dto';
import { SymbolRequested, SymbolResolved, TrainingProgressed } from './run-context.dto';
import { RunRequested, RunRetryRequested } from './run-request.dto';
import { ModelTrained } from './training-result.dto';

export interface EventData {
  'run.requested': RunRequested;
  'run.retry_requested': RunRetryRequested;
  'request.resolved': RequestResolved;
  'request.failed': RequestFailed;
  'request.completed': RequestCompleted;
  'symbol.requested': SymbolRequested;
  'symbol.resolved': SymbolResolved;
  'training.progressed': TrainingProgressed;
  'model.trained': ModelTrained;
  'signal.inferred': SignalInferred;
  'signal.reviewed': SignalReviewed;
  'run.failed': RunFailed;
  'run.persisted': RunPersisted;
}

/** The class that validates each event's data. */
export const CONTRACT_OF: { [K in EventType]: ClassConstructor<EventData[K]> } = {
  'run.requested': RunRequested,
  'run.retry_requested': RunRetryRequested,
  'request.resolved': RequestResolved,
  'request.failed': RequestFailed,
  'request.completed': RequestCompleted,
  'symbol.requested': SymbolRequested,
  'symbol.resolved': SymbolResolved,
  'training.progressed': TrainingProgressed,
  'model.trained': ModelTrained,
  'signal.inferred': SignalInferred,
  'signal.reviewed': SignalReviewed,
  'run.failed': RunFailed,
  'run.persisted': RunPersisted,
};
