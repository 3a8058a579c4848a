import type { WorkflowSymbol } from '../storage/workflow-symbol.entity';

/** What happens when a symbol was added. */
export interface RunTrigger {
  symbolCreated(symbol: WorkflowSymbol): Promise<void>;
}

/** Injection token of the RunTrigger. */
export const RUN_TRIGGER = Symbol('RUN_TRIGGER');

/** The default: a new symbol runs when somebody asks for it. */
export const NO_TRIGGER: RunTrigger = { symbolCreated: () => Promise.resolve() };
