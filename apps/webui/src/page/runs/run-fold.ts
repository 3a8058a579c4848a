import {
  type Failure,
  type Mode,
  type RunEnd,
  type Stage,
  stageWaitedFor,
  type TradingSignal,
} from '@trademaster/contracts';
import type { RunRow, StoredEvent } from '../contract';
import { factsOf, type RunFacts } from './run-facts';

/** How far a run has come. */
export interface RunState {
  status: RunRow['status'];
  /** The attempt that ended, or the newest one that started. */
  attempt: number;
  /** Why it ended badly; only while `status` is FAILED. */
  failure: Failure | null;
  endedAt: string | null;
  /** As the persister published it; absent while it runs, and for a failure that it has not seen yet. */
  end?: RunEnd;
}

/**
 * A line of the list of runs; undefined for events that name no symbol or no request: an unreadable message's failure.
 * It is a function of the set of the run's events: the order in which they came, and how often, does not count.
 * The persister has the last word on how an attempt ended; until it speaks, a failure of the newest attempt counts.
 */
export function foldRun(runId: string, events: readonly StoredEvent[]): RunRow | undefined {
  const facts = factsOf(events);
  const identity = identityIn(facts);
  if (identity === undefined) return undefined;
  const { status, attempt, failure, endedAt } = stateOf(facts);
  const decided = status === 'FINISHED' ? signalIn(facts) : undefined;
  const times = events.map(({ received_at }) => received_at).sort();
  return {
    run_id: runId,
    ...identity,
    status,
    attempt,
    stage: failure?.stage ?? (status === 'RUNNING' ? workingStage(identity.mode, facts) : null),
    started_at: times[0] as string,
    ended_at: endedAt,
    action: decided?.action ?? null,
    confidence_score: decided?.confidence_score ?? null,
    simulated: decided?.simulated ?? contextIn(facts)?.instrument.simulated ?? null,
    historical: decided?.historical ?? requestedIn(facts)?.historical ?? null,
    provenance: decided?.provenance ?? null,
    failure,
  };
}

export function stateOf(facts: RunFacts): RunState {
  const persisted = facts['run.persisted'];
  const failed = facts['run.failed'];
  const started = Math.max(0, ...Object.values(facts).map(({ attempt }) => attempt));
  const end = persisted?.data.run;
  if (persisted && end && (end.status === 'FINISHED' || end.attempt >= started)) {
    const { status, attempt, failure = null } = end;
    return { status, attempt, failure, endedAt: persisted.received_at, end };
  }
  if (failed && failed.attempt === started) {
    return { status: 'FAILED', attempt: started, failure: failed.data.failure, endedAt: failed.received_at };
  }
  return { status: 'RUNNING', attempt: started, failure: null, endedAt: null };
}

/** Everything that symbol-resolver pinned; undefined before it did. */
export function contextIn(facts: RunFacts) {
  const told =
    facts['symbol.resolved'] ?? facts['model.trained'] ?? facts['signal.inferred'] ?? facts['signal.reviewed'];
  return told?.data.run;
}

/** What was asked for. */
export function requestedIn(facts: RunFacts) {
  return facts['symbol.requested']?.data ?? contextIn(facts);
}

/** The decision with the sha256 of its manifest, when there is one. */
export function signalIn(facts: RunFacts): TradingSignal | undefined {
  return facts['run.persisted']?.data.run.signal ?? facts['signal.reviewed']?.data.signal;
}

function workingStage(mode: Mode | null, facts: RunFacts): Stage {
  return mode === null ? 'symbol-resolver' : stageWaitedFor(mode, facts);
}

function identityIn(facts: RunFacts): Pick<RunRow, 'request_id' | 'symbol' | 'mode'> | undefined {
  const requested = requestedIn(facts);
  if (requested) return { request_id: requested.request_id, symbol: requested.symbol, mode: requested.mode };
  const persisted = facts['run.persisted']?.data;
  if (persisted) return { request_id: persisted.request_id, symbol: persisted.run.symbol, mode: persisted.mode };
  const { request_id, symbol } = facts['run.failed']?.data ?? {};
  return request_id === undefined || symbol === undefined ? undefined : { request_id, symbol, mode: null };
}
