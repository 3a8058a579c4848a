import { type EventType, type Mode, REQUIRED_FACTS, type Stage } from '@trademaster/contracts';

/** Who makes which fact of a run. */
const MADE_BY: Partial<Record<EventType, Stage>> = {
  'symbol.resolved': 'symbol-resolver',
  'model.trained': 'trainer',
  'signal.inferred': 'inferencer',
  'signal.reviewed': 'reviewer',
};

/** The stage that a run waits for: the one whose fact is missing first, or persister when none is. */
export function stageWaitedFor(mode: Mode, facts: { [K in EventType]?: unknown }): Stage {
  const missing = REQUIRED_FACTS[mode].find((type) => facts[type] === undefined);
  return (missing && MADE_BY[missing]) ?? 'persister';
}
