/** Tokens of one model call, in the words of the chat completions protocol. */
export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
}

/** What an agent says to the others. Fields and their order are AutoGen's, so that its TaskResult reads a transcript. */
export interface TextMessage {
  id: string;
  source: string;
  /** Null for messages that no model wrote. */
  models_usage: Usage | null;
  metadata: Record<string, string>;
  /** RFC 3339. */
  created_at: string;
  content: string;
  type: 'TextMessage';
}

/** A piece of a streamed reply. */
export interface ModelClientStreamingChunkEvent {
  id: string;
  source: string;
  models_usage: null;
  metadata: Record<string, string>;
  created_at: string;
  content: string;
  /** Id of the message that the pieces add up to. */
  full_message_id: string;
  type: 'ModelClientStreamingChunkEvent';
}

/** Agents read chat messages. */
export type ChatMessage = TextMessage;
/** Observers see events as well; agents never do. */
export type AgentEvent = ModelClientStreamingChunkEvent;
export type Observer = (item: ChatMessage | AgentEvent) => void;

/** What a team made of a task: the transcript and why it ended. */
export interface TaskResult {
  stop_reason: string | null;
  messages: ChatMessage[];
}

/** What tells one message from another. */
export interface Stamped {
  id: string;
  /** RFC 3339. */
  created_at: string;
}

/** Gives each message its id and time. Injected: a transcript that is played again must be the same bytes. */
export type Stamp = () => Stamped;

export function textMessage(
  stamped: Stamped,
  source: string,
  content: string,
  usage: Usage | null = null,
): TextMessage {
  return {
    id: stamped.id,
    source,
    models_usage: usage,
    metadata: {},
    created_at: stamped.created_at,
    content,
    type: 'TextMessage',
  };
}
