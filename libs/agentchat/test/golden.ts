import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScriptedModelServer, ScriptedReply } from '@trademaster/testkit';
import {
  type ComponentRegistry,
  type ContextMessage,
  type FunctionCall,
  OpenAiModelClient,
  type Stamp,
  type TaskResult,
  type Tool,
  type Usage,
} from '../src';

/** Recorded from AutoGen 0.7.5 with fixed replies; ids and times were made stable there. */
export function golden<T>(name: string): T {
  return JSON.parse(readFileSync(join(__dirname, 'goldens', name), 'utf8')) as T;
}

export const requestsOf = (name: string) => golden<{ body: object }[]>(`${name}/requests.json`).map(({ body }) => body);
export const resultOf = (name: string) => golden<TaskResult>(`${name}/result.json`);

export const TASK = 'Review pipeline run p-1 for BTCUSDT. Signal: LONG. Sharpe 1.42, max drawdown 0.11.';
export const NEVER = new AbortController().signal;

/** Our ids, in the order in which they first appear, as the recordings have them; ids of tool calls stay. */
export function withStableIds(value: unknown): unknown {
  const ids = new Map<string, string>();
  const stable = (id: string) => ids.get(id) ?? ids.set(id, `id-${String(ids.size).padStart(3, '0')}`).get(id);
  return JSON.parse(
    JSON.stringify(value, (key, member: unknown) =>
      (key === 'id' || key === 'full_message_id') && typeof member === 'string' && !member.startsWith('call_')
        ? stable(member)
        : member,
    ),
  );
}

export function counted(): Stamp {
  let count = 0;
  return () => ({ id: `message ${(count += 1)}`, created_at: '1970-01-01T00:00:00Z' });
}

/** Same members in the same order: compares the JSON. */
export function expectSameBytes(actual: unknown, expected: unknown): void {
  expect(JSON.stringify(actual, null, 1)).toBe(JSON.stringify(expected, null, 1));
}

/** The tool of the recordings. Python's json.dumps puts a space after `:` and `,`. */
const getIndicators: Tool = {
  schema: {
    name: 'get_indicators',
    description: 'Get technical indicators for a symbol.',
    parameters: {
      type: 'object',
      properties: {
        symbol: { description: 'symbol', title: 'Symbol', type: 'string' },
        timeframe: { default: '1h', description: 'timeframe', title: 'Timeframe', type: 'string' },
      },
      required: ['symbol'],
      additionalProperties: false,
    },
  },
  run: ({ symbol, timeframe }) =>
    `{"symbol": ${JSON.stringify(symbol)}, "timeframe": ${JSON.stringify(timeframe)}, "rsi": 61.2, "macd": 0.8}`,
};

/** Supplies what the recorded components name: the tool, and a real client of the scripted endpoint. */
export function registryFor(server: ScriptedModelServer): ComponentRegistry {
  return {
    modelClient: ({ config: { model, temperature } }) =>
      new OpenAiModelClient({
        model: model as string,
        apiKey: 'sk-stub',
        baseUrl: server.url,
        temperature: temperature as number,
        timeoutMs: 10_000,
      }),
    tool: (name) => [getIndicators].find(({ schema }) => schema.name === name),
    stamp: counted(),
    now: () => 0,
  };
}

/** The model's replies that a team's recording was made with, each with its usage. */
export function repliesOf({ messages }: TaskResult): ScriptedReply[] {
  return messages.slice(1).map(({ content, models_usage }) => ({ content, usage: models_usage ?? undefined }));
}

/** The model's replies that an agent's recording was made with: its own turns, with the usage that the endpoint gave. */
export function repliesInState(name: string): ScriptedReply[] {
  const { llm_context } = golden<{ llm_context: { messages: ContextMessage[] } }>(`${name}/agent_state.json`);
  return llm_context.messages
    .filter((message) => message.type === 'AssistantMessage')
    .map(({ content, thought }, index) => {
      const usage = { prompt_tokens: 100 + index, completion_tokens: 10 };
      return typeof content === 'string' ? completion(content, [], usage) : completion(thought, content, usage);
    });
}

/** A completion that may ask for tools. */
export function completion(content: string | null, calls: FunctionCall[] = [], usage?: Usage): ScriptedReply {
  const toolCalls = calls.map(({ id, ...called }) => ({ id, type: 'function', function: called }));
  const message = { role: 'assistant', content, ...(calls.length === 0 ? {} : { tool_calls: toolCalls }) };
  const choice = { index: 0, message, finish_reason: calls.length === 0 ? 'stop' : 'tool_calls' };
  return { raw: JSON.stringify({ id: 'c', object: 'chat.completion', created: 0, choices: [choice], usage }) };
}
