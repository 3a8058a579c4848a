import { JsonAt } from './json-at';
import type { ChatMessage, TranscriptItem } from './messages';
import type { ContextMessage } from './model-client';

/** Saved memory of an AssistantAgent, as AutoGen writes it. The system message is configuration, no memory. */
export interface AssistantAgentState {
  type: 'AssistantAgentState';
  version: '1.0.0';
  llm_context: { messages: ContextMessage[] };
}

/** What AutoGen writes for an agent without a memory. */
export interface BaseState {
  type: 'BaseState';
  version: '1.0.0';
}

export type AgentState = AssistantAgentState | BaseState;

export interface ChatAgentContainerState {
  type: 'ChatAgentContainerState';
  version: '1.0.0';
  agent_state: AgentState;
  /** What the agent has not read yet. */
  message_buffer: ChatMessage[];
}

export interface RoundRobinManagerState {
  type: 'RoundRobinManagerState';
  version: '1.0.0';
  message_thread: TranscriptItem[];
  /** Turns taken in a run that has not ended. */
  current_turn: number;
  next_speaker_index: number;
}

/** Under this name, no participant's, a team's state holds the manager's. */
export const MANAGER = 'RoundRobinGroupChatManager';

export interface TeamState {
  type: 'TeamState';
  version: '1.0.0';
  /** By participant, and the manager's. */
  agent_states: Record<string, ChatAgentContainerState | RoundRobinManagerState>;
}

/** Errors: `config_invalid`. */
export function readAssistantAgentState(state: unknown): AssistantAgentState {
  const at = stateAt(state, 'state', 'AssistantAgentState');
  at.member('llm_context').member('messages').items().forEach(checkContextMessage);
  return structuredClone(state) as AssistantAgentState;
}

/** The state of one participant; its `agent_state` is the agent's to check. Errors: `config_invalid`. */
export function readContainerState(state: unknown, path: string): { agentState: unknown; buffer: ChatMessage[] } {
  const at = stateAt(state, path, 'ChatAgentContainerState');
  const buffer = at.member('message_buffer');
  for (const message of buffer.items()) {
    message.member('type').is('TextMessage', 'ToolCallSummaryMessage');
    checkMessage(message);
  }
  return { agentState: at.member('agent_state').members(), buffer: structuredClone(buffer.value) as ChatMessage[] };
}

/** Errors: `config_invalid`. */
export function readManagerState(state: unknown, path: string, participants: number): RoundRobinManagerState {
  const at = stateAt(state, path, 'RoundRobinManagerState');
  at.member('message_thread').items().forEach(checkMessage);
  at.member('current_turn').whole(0);
  const next = at.member('next_speaker_index');
  if (next.whole(0) >= participants) next.fail(`must be below ${participants}, the number of participants`);
  return structuredClone(state) as RoundRobinManagerState;
}

/** The states in a team's state, by name. Errors: `config_invalid`. */
export function readTeamState(state: unknown): JsonAt {
  return stateAt(state, 'state', 'TeamState').member('agent_states');
}

function stateAt(state: unknown, path: string, type: string): JsonAt {
  const at = new JsonAt(state, path);
  at.member('type').is(type);
  at.member('version').is('1.0.0');
  return at;
}

function checkContextMessage(message: JsonAt): void {
  const content = message.member('content');
  switch (message.member('type').value) {
    case 'UserMessage':
      content.text();
      message.member('source').text();
      return;
    case 'AssistantMessage':
      message.member('source').text();
      if (!message.member('thought').isAbsent) message.member('thought').text();
      if (typeof content.value !== 'string') content.items().forEach(checkCall);
      return;
    case 'FunctionExecutionResultMessage':
      return content.items().forEach(checkResult);
    default:
      message.member('type').fail('is no message that an agent remembers');
  }
}

function checkMessage(message: JsonAt): void {
  for (const key of ['id', 'source', 'created_at']) message.member(key).text();
  message.member('metadata').members();
  const usage = message.member('models_usage');
  if (!usage.isAbsent) for (const key of ['prompt_tokens', 'completion_tokens']) usage.member(key).whole(0);
  checkContent(message);
}

function checkContent(message: JsonAt): void {
  const content = message.member('content');
  switch (message.member('type').value) {
    case 'ToolCallRequestEvent':
      return content.items().forEach(checkCall);
    case 'ToolCallExecutionEvent':
      return content.items().forEach(checkResult);
    case 'ToolCallSummaryMessage':
      message.member('tool_calls').items().forEach(checkCall);
      message.member('results').items().forEach(checkResult);
      content.text();
      return;
    default:
      message.member('type').is('TextMessage', 'ThoughtEvent');
      content.text();
  }
}

function checkCall(call: JsonAt): void {
  for (const key of ['id', 'arguments', 'name']) call.member(key).text();
}

function checkResult(result: JsonAt): void {
  for (const key of ['content', 'name', 'call_id']) result.member(key).text();
  result.member('is_error').flag();
}
