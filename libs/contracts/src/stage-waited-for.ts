import type { EventType } from './event-types';
import { type Mode, REQUIRED_FACTS, type Stage } from './pipeline';

/** The fact of a run that a stage makes; the persister makes its end. */
export const FACT_OF_STAGE = {
  'symbol-resolver': 'symbol.resolved',
  trainer: 'model.trained',
  inferencer: 'signal.inferred',
  reviewer: 'signal.reviewed',
  persister: 'run.persisted',
} as const satisfies Record<Stage, EventType>;

/** The stage that a run waits for: the one whose fact is missing first, or persister when none is. */
export function stageWaitedFor(mode: Mode, facts: { [K in EventType]?: unknown }): Stage {
  const missing = REQUIRED_FACTS[mode].find((type) => facts[type] === undefined);
  const stage = (Object.keys(FACT_OF_STAGE) as Stage[]).find((name) => FACT_OF_STAGE[name] === missing);
  return stage ?? 'persister';
}
