export { AssistantAgent, type AssistantAgentOptions } from './assistant-agent';
export type { ChatAgent, TurnOptions } from './chat-agent';
export { cleanText } from './clean-text';
export {
  type AgentEvent,
  type ChatMessage,
  type ModelClientStreamingChunkEvent,
  type Observer,
  type Stamp,
  type Stamped,
  type TaskResult,
  type TextMessage,
  textMessage,
  type Usage,
} from './messages';
export type { ModelClient, ModelMessage, ModelReply, ModelRequest, ResponseSchema } from './model-client';
export { OpenAiModelClient, type OpenAiModelClientOptions } from './openai-model-client';
export { RoundRobinGroupChat, type RoundRobinGroupChatOptions } from './round-robin-group-chat';
export {
  andTermination,
  maxMessageTermination,
  orTermination,
  type TerminationCondition,
  textMentionTermination,
} from './termination';
