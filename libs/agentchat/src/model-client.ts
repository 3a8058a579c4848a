import type { FunctionCall, FunctionExecutionResult, Usage } from './messages';
import type { ToolSchema } from './tool';

export interface SystemMessage {
  type: 'SystemMessage';
  content: string;
}

/**
 * What an agent remembers, in the fields and their order of AutoGen's saved states: others speak as users under their
 * names, its own turns are the assistant's; a turn is text, or calls of tools with the `thought` that stood beside them.
 */
export type ContextMessage =
  | { content: string; source: string; type: 'UserMessage' }
  | { content: string | FunctionCall[]; thought: string | null; source: string; type: 'AssistantMessage' }
  | { content: FunctionExecutionResult[]; type: 'FunctionExecutionResultMessage' };

/** A model's view of the conversation. */
export type ModelMessage = SystemMessage | ContextMessage;

/** A JSON Schema that the reply is to satisfy, for endpoints that can enforce one. */
export interface ResponseSchema {
  name: string;
  schema: Record<string, unknown>;
}

export interface ModelRequest {
  messages: readonly ModelMessage[];
  /** Tools that the model may ask for; whether it does is its own choice. */
  tools?: readonly ToolSchema[];
  responseSchema?: ResponseSchema;
  /** Receives the reply piece by piece; asks the endpoint to stream. */
  onChunk?: (text: string) => void;
}

/** Plain JSON: a reply can be recorded and given again. */
export interface ModelReply {
  /** The answer; beside `tool_calls` what the model wrote with them, often nothing. */
  content: string;
  usage: Usage;
  /** Present when the model wants tools used before it answers; never empty. */
  tool_calls?: FunctionCall[];
}

/**
 * A language model behind any protocol.
 * Errors: `review_unavailable` (retryable) when there is no answer, `review_refused` when the call is refused.
 */
export interface ModelClient {
  /** Name of the model that is asked. */
  readonly model: string;
  create(request: ModelRequest, signal: AbortSignal): Promise<ModelReply>;
}
