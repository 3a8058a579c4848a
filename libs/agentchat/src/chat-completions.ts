import type OpenAI from 'openai';
import { PipelineError } from '@trademaster/errors';
import { cleanText } from './clean-text';
import type { FunctionCall } from './messages';
import type { ModelMessage } from './model-client';
import type { ToolSchema } from './tool';

type ChatMessageParam = OpenAI.Chat.ChatCompletionMessageParam;

/** The conversation in the words of the chat completions protocol; the order of keys is AutoGen's. */
export function toChatMessages(messages: readonly ModelMessage[]): ChatMessageParam[] {
  return messages.flatMap(toChatMessage);
}

function toChatMessage(message: ModelMessage): ChatMessageParam | ChatMessageParam[] {
  switch (message.type) {
    case 'SystemMessage':
      return { content: message.content, role: 'system' };
    case 'UserMessage':
      return { role: 'user', name: message.source, content: message.content };
    case 'AssistantMessage':
      return typeof message.content === 'string'
        ? { role: 'assistant', content: message.content }
        : { role: 'assistant', tool_calls: message.content.map(toWireCall), content: message.thought };
    case 'FunctionExecutionResultMessage':
      return message.content.map(({ content, call_id }) => ({ content, role: 'tool', tool_call_id: call_id }));
  }
}

function toWireCall({ id, arguments: json, name }: FunctionCall) {
  return { id, function: { arguments: json, name }, type: 'function' as const };
}

/** `strict` stays off: it would forbid defaults, and endpoints differ in what they make of it. */
export function toWireTool({ name, description, parameters }: ToolSchema): OpenAI.Chat.ChatCompletionTool {
  return { type: 'function', function: { name, description, parameters: { ...parameters }, strict: false } };
}

/** A call of a tool as an endpoint reports it, whole or put together from pieces. */
export interface WireCall {
  id?: string;
  function?: { name?: string; arguments?: unknown };
}

/** Puts together the calls that a streamed reply brings in pieces. */
export class StreamedCalls {
  private readonly calls = new Map<number, { id: string; function: { name: string; arguments: string } }>();

  add(pieces: readonly OpenAI.Chat.ChatCompletionChunk.Choice.Delta.ToolCall[] = []): void {
    for (const { index, id, function: called } of pieces) {
      const call = this.calls.get(index) ?? { id: '', function: { name: '', arguments: '' } };
      call.id += id ?? '';
      call.function.name += called?.name ?? '';
      call.function.arguments += called?.arguments ?? '';
      this.calls.set(index, call);
    }
  }

  /** In the order in which they began. */
  whole(): WireCall[] {
    return [...this.calls.values()];
  }
}

/** More calls than this in one reply are no review. */
const MAX_CALLS = 32;

/**
 * Names are made valid and arguments text, as in AutoGen. Errors: `review_unavailable` for what is no call of a
 * function, `review_invalid` for too many.
 */
export function readToolCalls(calls: readonly WireCall[]): FunctionCall[] {
  if (calls.length > MAX_CALLS) {
    throw new PipelineError('review_invalid', `the model asked for ${calls.length} tools at once`);
  }
  return calls.map(({ id, function: called }) => {
    if (typeof id !== 'string' || typeof called?.name !== 'string') {
      throw new PipelineError('review_unavailable', 'the model endpoint answered with a tool call without id or name');
    }
    const { arguments: given = '' } = called;
    return {
      id: cleanText(id),
      arguments: cleanText(typeof given === 'string' ? given : JSON.stringify(given)),
      name: called.name.replace(/[^a-zA-Z0-9_-]/gu, '_').slice(0, MAX_NAME),
    };
  });
}

const MAX_NAME = 64;
