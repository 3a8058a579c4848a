import type { PipelineEvent } from './event';
import type { Stage } from './pipeline';

/** One piece of work: what a stage makes of one event at one attempt. */
export interface WorkKey {
  stage: Stage;
  inputEventId: string;
  attempt: number;
}

export interface StageOutcome {
  kind: 'succeeded' | 'failed';
  /** Complete events, ids included: a duplicate delivery publishes exactly these again. */
  outputs: PipelineEvent[];
}

export interface Lease {
  key: WorkKey;
  /** Random, so that a lease that ran out and was granted anew is not taken for the old one. */
  token: string;
}

export type Claim =
  | { state: 'granted'; lease: Lease }
  /** Somebody else works on it; ask again later. */
  | { state: 'busy' }
  /** It is done: publish these events again and commit. */
  | { state: 'done'; outcome: StageOutcome };

/**
 * First result wins. Implemented by libs/ledger on PostgreSQL and by a fake in libs/testkit; both pass the same suite.
 * Errors: `ledger_unavailable` (retryable) when the store does not answer.
 */
export interface StageLedger {
  claim(key: WorkKey, leaseMs: number): Promise<Claim>;
  /** False when the lease was lost: the work's result may no longer be used, except through `complete`. */
  renew(lease: Lease, leaseMs: number): Promise<boolean>;
  /** Stores the outcome unless one is stored already; returns the stored one, whoever made it. Ends the lease. */
  complete(key: WorkKey, outcome: StageOutcome): Promise<StageOutcome>;
  /** Gives the work back at once, for a shutdown. */
  release(lease: Lease): Promise<void>;
}
