/** Tokens of one model call, in the words of the chat completions protocol. */
export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
}

/** A model's request to use a tool. `arguments` is JSON as the model wrote it: it may be malformed. */
export interface FunctionCall {
  id: string;
  arguments: string;
  name: string;
}

/** What became of a FunctionCall. An error is told to the model, which may try again. */
export interface FunctionExecutionResult {
  content: string;
  name: string;
  call_id: string;
  is_error: boolean;
}

/** What every message has. Fields and their order are AutoGen's, so that its TaskResult reads a transcript. */
interface Said<Type extends string, Content> {
  id: string;
  source: string;
  /** Null for messages that no model wrote. */
  models_usage: Usage | null;
  metadata: Record<string, string>;
  /** RFC 3339. */
  created_at: string;
  content: Content;
  type: Type;
}

/** What an agent says to the others. */
export type TextMessage = Said<'TextMessage', string>;

/** The results of tools, said to the others by an agent that does not reflect on them. */
export interface ToolCallSummaryMessage extends Said<'ToolCallSummaryMessage', string> {
  tool_calls: FunctionCall[];
  results: FunctionExecutionResult[];
}

/** What a model wrote beside its request for tools. */
export type ThoughtEvent = Said<'ThoughtEvent', string>;
export type ToolCallRequestEvent = Said<'ToolCallRequestEvent', FunctionCall[]>;
export type ToolCallExecutionEvent = Said<'ToolCallExecutionEvent', FunctionExecutionResult[]>;

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
export type ChatMessage = TextMessage | ToolCallSummaryMessage;
/** Events of a turn that a transcript keeps. */
export type ToolEvent = ThoughtEvent | ToolCallRequestEvent | ToolCallExecutionEvent;
/** Observers see events as well; agents never do. */
export type AgentEvent = ToolEvent | ModelClientStreamingChunkEvent;
/** What a transcript can hold: everything but the pieces of streamed replies. */
export type TranscriptItem = ChatMessage | ToolEvent;
export type Observer = (item: ChatMessage | AgentEvent) => void;

/**
 * What a team or an agent made of a task: the transcript and why it ended.
 * Events stand in it only where an agent with tools took part; `Item` says whether one did.
 */
export interface TaskResult<Item extends TranscriptItem = ChatMessage> {
  /** Null for a single agent: it ends when it has answered. */
  stop_reason: string | null;
  messages: Item[];
}

/** What tells one message from another. */
export interface Stamped {
  id: string;
  /** RFC 3339. */
  created_at: string;
}

/** Gives each message its id and time. Injected: a transcript that is played again must be the same bytes. */
export type Stamp = () => Stamped;

/** A message with its fields in the transcript's order. */
export function said<Type extends string, Content>(
  type: Type,
  { id, created_at }: Stamped,
  source: string,
  content: Content,
  usage: Usage | null = null,
): Said<Type, Content> {
  return { id, source, models_usage: usage, metadata: {}, created_at, content, type };
}

export function textMessage(
  stamped: Stamped,
  source: string,
  content: string,
  usage: Usage | null = null,
): TextMessage {
  return said('TextMessage', stamped, source, content, usage);
}

export function isChatMessage(item: ChatMessage | AgentEvent): item is ChatMessage {
  return item.type === 'TextMessage' || item.type === 'ToolCallSummaryMessage';
}
