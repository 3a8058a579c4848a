import type { Stage, StageLedger } from '@trademaster/contracts';
import { createRedact, type Redact } from '@trademaster/environment';
import { type CrashPoint, NEVER_CRASH } from './crash-point';
import type { Log } from './log';
import { type TransportObserver, UNOBSERVED } from './transport-observer';

export interface StageTransportOptions {
  stage: Stage;
  brokers: string[];
  ledger: StageLedger;
  log: Log;
  /** The consumer is dead for good, or the transport has a defect: the process had better end. */
  onFatal: (error: unknown) => void;
  observer?: TransportObserver;
  crashPoint?: CrashPoint;
  redact?: Redact;
  /** Consumer group; default `trademaster-<stage>`. */
  groupId?: string;
  /** How long a handler that fails for now is tried again in place. Default 10,000. */
  handlerRetryMs?: number;
  /** How long a message may then wait on the retry topics, in all, before it is a dead letter. Default 630,000. */
  retryTopicsMs?: number;
  /** How long a backlog may stand still before `stalled` says so. Default 45,000. */
  stallMs?: number;
  /** How long after a process died its work is taken over; the lease lives as long. Default 8,000. */
  sessionTimeoutMs?: number;
  /** How long the consumer waits for a handler before it parks the partition. Default 500. */
  patienceMs?: number;
  /** How long running handlers may go on when the service stops. Default 5,000. */
  graceMs?: number;
}

const DEFAULTS = {
  handlerRetryMs: 10_000,
  retryTopicsMs: 630_000,
  sessionTimeoutMs: 8000,
  patienceMs: 500,
  graceMs: 5000,
  stallMs: 45_000,
};

export function withDefaults(options: StageTransportOptions): Required<StageTransportOptions> {
  const parts = { observer: UNOBSERVED, crashPoint: NEVER_CRASH, redact: createRedact() };
  return { ...DEFAULTS, ...parts, groupId: `trademaster-${options.stage}`, ...options };
}
