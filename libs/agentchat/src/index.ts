export {
  type AgentState,
  type AssistantAgentState,
  type ChatAgentContainerState,
  type RoundRobinManagerState,
  type TeamState,
} from './agent-state';
export { AssistantAgent, type AssistantAgentOptions } from './assistant-agent';
export type { ChatAgent, TurnOptions } from './chat-agent';
export { cleanText } from './clean-text';
export { type ComponentRegistry, loadAgent, loadTeam, type ModelComponent } from './load-component';
export {
  type AgentEvent,
  type ChatMessage,
  type FunctionCall,
  type FunctionExecutionResult,
  isChatMessage,
  type ModelClientStreamingChunkEvent,
  type Observer,
  type Stamp,
  type Stamped,
  type TaskResult,
  type TextMessage,
  textMessage,
  type ThoughtEvent,
  type ToolCallExecutionEvent,
  type ToolCallRequestEvent,
  type ToolCallSummaryMessage,
  type ToolEvent,
  type TranscriptItem,
  type Usage,
} from './messages';
export type {
  ContextMessage,
  ModelClient,
  ModelMessage,
  ModelReply,
  ModelRequest,
  ResponseSchema,
  SystemMessage,
} from './model-client';
export { OpenAiModelClient, type OpenAiModelClientOptions } from './openai-model-client';
export { RoundRobinGroupChat, type RoundRobinGroupChatOptions } from './round-robin-group-chat';
export {
  andTermination,
  type ExternalTermination,
  externalTermination,
  maxMessageTermination,
  orTermination,
  type TerminationCondition,
  textMentionTermination,
  timeoutTermination,
  type TokenLimits,
  tokenUsageTermination,
} from './termination';
export type { ParameterSchema, ParametersSchema, Tool, ToolSchema } from './tool';
