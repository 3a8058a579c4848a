import type { Usage } from './messages';

/** A model's view of the conversation: others speak as users under their names, its own turns are the assistant's. */
export type ModelMessage =
  | { type: 'SystemMessage'; content: string }
  | { type: 'UserMessage'; content: string; source: string }
  | { type: 'AssistantMessage'; content: string; source: string };

/** A JSON Schema that the reply is to satisfy, for endpoints that can enforce one. */
export interface ResponseSchema {
  name: string;
  schema: Record<string, unknown>;
}

export interface ModelRequest {
  messages: readonly ModelMessage[];
  responseSchema?: ResponseSchema;
  /** Receives the reply piece by piece; asks the endpoint to stream. */
  onChunk?: (text: string) => void;
}

export interface ModelReply {
  content: string;
  usage: Usage;
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
