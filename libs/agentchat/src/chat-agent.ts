import type { AgentState } from './agent-state';
import type { ChatMessage, Observer } from './messages';

export interface TurnOptions {
  signal: AbortSignal;
  observer?: Observer;
}

/** Someone who takes part in a conversation. */
export interface ChatAgent {
  readonly name: string;
  readonly description: string;
  /**
   * Reads what was said since its last turn and answers. Keeps its own memory of the conversation, unchanged by a turn
   * that fails. The observer is told of events, in order, before the answer is given.
   */
  onMessages(messages: readonly ChatMessage[], options: TurnOptions): Promise<ChatMessage>;
  /** Its memory, for agents that have one. */
  saveState?(): AgentState;
  /** Errors: `config_invalid` when it is no state of such an agent. */
  loadState?(state: unknown): void;
}
