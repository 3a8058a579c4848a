import {
  type EventData,
  type EventType,
  type Failure,
  type Mode,
  type PipelineEvent,
  REQUIRED_FACTS,
} from '@trademaster/contracts';
import { lineageOf } from '@trademaster/manifest';

/** What is known about a run, from the newest attempt's fact of each kind. */
export interface RunView {
  mode: Mode;
  status: 'RUNNING' | 'FINISHED' | 'FAILED';
  /** The attempt that ended, or the newest one that started. */
  attempt: number;
  /** Why the attempt ended badly; only while `status` is FAILED. */
  failure?: Failure;
  facts: { [K in EventType]?: PipelineEvent<EventData[K]> };
  /** What the end follows from, first cause first; only while `status` is FINISHED. */
  lineage?: readonly PipelineEvent[];
}

/**
 * The state of a run is a function of the set of its facts: the order in which they came, and how often, does not count.
 * FINISHED: the fact that decides the mode is there with all that it follows from, and is of a later attempt than any
 * failure.
 * FAILED: no attempt has started since the last failure. A failure and a decision of one attempt: the failure counts.
 */
export function foldRun(mode: Mode, facts: readonly PipelineEvent[]): RunView {
  const newest: Partial<Record<EventType, PipelineEvent>> = {};
  for (const fact of facts) if (fact.attempt >= (newest[fact.type]?.attempt ?? 0)) newest[fact.type] = fact;
  const view = { mode, facts: newest as RunView['facts'] };

  const failedAttempt = newest['run.failed']?.attempt ?? -1;
  const decision = newest[REQUIRED_FACTS[mode].at(-1) as EventType];
  const lineage = decision && decision.attempt > failedAttempt ? lineageOf(decision, facts) : undefined;
  if (decision && lineage) {
    const deciding = Object.fromEntries(lineage.map((fact) => [fact.type, fact])) as RunView['facts'];
    return { ...view, status: 'FINISHED', attempt: decision.attempt, lineage, facts: { ...view.facts, ...deciding } };
  }
  const startedAttempt = Math.max(0, ...facts.map(({ attempt }) => attempt));
  if (failedAttempt === startedAttempt) {
    const failed = newest['run.failed'] as PipelineEvent<EventData['run.failed']>;
    return { ...view, status: 'FAILED', attempt: failedAttempt, failure: failed.data.failure };
  }
  return { ...view, status: 'RUNNING', attempt: startedAttempt };
}
