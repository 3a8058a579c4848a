import { FACT_OF_STAGE, INPUT_OF_STAGE, type Mode, REQUIRED_FACTS, type Stage, STAGES } from '@trademaster/contracts';
import type { RunRow, StageState, StageView, StoredEvent } from '../contract';
import type { Fact, RunFacts } from './run-facts';

/** The way of a run through its stages, with the times of its newest attempt at each. */
export function stageViews(run: RunRow, facts: RunFacts, events: readonly StoredEvent[]): StageView[] {
  return STAGES.map((stage) => {
    const made = facts[FACT_OF_STAGE[stage]];
    const state = stateOf(stage, run, made);
    const isNeeded = state !== 'not_needed';
    return {
      stage,
      state,
      started_at: isNeeded ? (inputOf(stage, run, facts)?.received_at ?? null) : null,
      ended_at: state === 'failed' ? run.ended_at : state === 'done' ? firstTold(made, events) : null,
      share_done: stage === 'trainer' && isNeeded ? shareDone(state, run, events) : null,
    };
  });
}

function stateOf(stage: Stage, { mode, status, stage: at }: RunRow, made: Fact | undefined): StageState {
  if (mode !== null && !isNeededIn(mode, stage)) return 'not_needed';
  if (status === 'FAILED' && at === stage) return 'failed';
  if (status === 'RUNNING' && at === stage) return 'running';
  return made === undefined ? 'waiting' : 'done';
}

function isNeededIn(mode: Mode, stage: Stage): boolean {
  return stage === 'persister' || (REQUIRED_FACTS[mode] as readonly string[]).includes(FACT_OF_STAGE[stage]);
}

/** What made the stage begin: the persister, whose work it is to end the run, with what decides the end. */
function inputOf(stage: Stage, { mode, status, stage: at }: RunRow, facts: RunFacts): Fact | undefined {
  if (mode === null) return undefined;
  if (stage !== 'persister') {
    const type = INPUT_OF_STAGE[stage][mode];
    return type && facts[type];
  }
  if (status === 'FAILED' && at !== 'persister') return facts['run.failed'];
  const last = REQUIRED_FACTS[mode].at(-1);
  return last && facts[last];
}

/** A retry publishes a stage's input again: the fact was made when it was published first. */
function firstTold(made: Fact | undefined, events: readonly StoredEvent[]): string | null {
  const times = events.filter(({ event_id }) => event_id === made?.event_id).map(({ received_at }) => received_at);
  return times.sort()[0] ?? null;
}

function shareDone(state: StageState, { attempt }: RunRow, events: readonly StoredEvent[]): number | null {
  if (state === 'done') return 1;
  const told = events.filter((event) => event.type === 'training.progressed' && event.attempt === attempt);
  const shares = told.map(({ data }) => (data as { share_done: number }).share_done);
  return shares.length === 0 ? null : Math.max(...shares);
}
