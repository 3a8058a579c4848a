import type { OutgoingEvent, PipelineEvent, Stage, StageLedger } from '@trademaster/contracts';
import type { Redact } from '@trademaster/environment';
import type { CrashPoint } from './crash-point';
import type { Fault } from './dead-letter';
import type { Log } from './log';
import type { ReceivedMessage } from './received-message';
import type { NextRetry } from './retry-topics';
import type { TransportObserver } from './transport-observer';
import type { WorkContext } from './work-context';

export type Handler = (event: PipelineEvent, context: WorkContext) => Promise<OutgoingEvent[]>;

/** How long a partition's work may go on. */
export interface WorkControl {
  /** The partition is another member's: it publishes and commits, after the result that is computed here. */
  lost: AbortSignal;
  /** The service stops: start nothing, wait for nothing. */
  stopping: AbortSignal;
  /** The grace of the stop is over. */
  abandoned: AbortSignal;
  /** A sign of life; `quietMs`: how long there may come no other one. */
  progressed: (quietMs?: number) => void;
}

export interface StageWorkerPorts {
  stage: Stage;
  ledger: StageLedger;
  handle: Handler;
  contextOf: (event: PipelineEvent, signal: AbortSignal, progressed: WorkControl['progressed']) => WorkContext;
  publish: (events: PipelineEvent[]) => Promise<void>;
  deadLetter: (message: ReceivedMessage, fault: Fault) => Promise<void>;
  retryLater: (next: NextRetry, message: ReceivedMessage, fault: Fault) => Promise<void>;
  crashPoint: CrashPoint;
  observer: TransportObserver;
  log: Log;
  redact: Redact;
  /** Milliseconds. At most the consumer's session time-out: a dead worker's lease must not outlive its membership. */
  leaseMs: number;
  /** Milliseconds of in-place retries of one handler, at its message's first delivery. */
  retryMs: number;
  /** Milliseconds that a message may spend on retry topics before it is a dead letter. */
  retryBudgetMs: number;
  /** Milliseconds between two looks at work that somebody else has. */
  busyPollMs: number;
}
