import type { ChatMessage, Observer } from './messages';

export interface TurnOptions {
  signal: AbortSignal;
  observer?: Observer;
}

/** Someone who takes part in a conversation. */
export interface ChatAgent {
  readonly name: string;
  readonly description: string;
  /** Reads what was said since its last turn and answers. Keeps its own memory of the conversation. */
  onMessages(messages: readonly ChatMessage[], options: TurnOptions): Promise<ChatMessage>;
}
