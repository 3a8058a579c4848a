import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ScriptedReply, ScriptedModelServer } from '@trademaster/testkit';
import { AssistantAgent } from './assistant-agent';
import type { Observer, Stamp, TaskResult } from './messages';
import { OpenAiModelClient } from './openai-model-client';
import { RoundRobinGroupChat } from './round-robin-group-chat';
import { maxMessageTermination, orTermination, textMentionTermination } from './termination';

/** Recorded from AutoGen 0.7.5 with fixed replies; ids and times were made stable there. */
const golden = (name: string): string => readFileSync(join(__dirname, '../test/goldens', name), 'utf8');
const requestsOf = (name: string) =>
  (JSON.parse(golden(`${name}/requests.json`)) as { body: { messages: { content: string; role: string }[] } }[]).map(
    ({ body }) => body,
  );
const resultOf = (name: string) => JSON.parse(golden(`${name}/result.json`)) as TaskResult;

const TASK = 'Review pipeline run p-1 for BTCUSDT. Signal: LONG. Sharpe 1.42, max drawdown 0.11.';
const SYSTEM_MESSAGES = {
  TechnicalAnalyst: 'You are TechnicalAnalyst. Summarise the indicators for the symbol in two sentences.',
  StrategyAnalyst: 'You are StrategyAnalyst. Judge the RL strategy from its backtest metrics.',
  RiskManager: 'You are RiskManager. State the position size and the stop. Refuse when risk is too high.',
  Executor: 'You are Executor. Give the final decision as JSON, then say TERMINATE.',
};
const NEVER = new AbortController().signal;

/** Ids in the order in which they first appear, as the recordings have them. */
function withStableIds(value: unknown): unknown {
  const ids = new Map<string, string>();
  const stable = (id: string) => ids.get(id) ?? ids.set(id, `id-${String(ids.size).padStart(3, '0')}`).get(id);
  return JSON.parse(
    JSON.stringify(value, (key, member: unknown) =>
      (key === 'id' || key === 'full_message_id') && typeof member === 'string' ? stable(member) : member,
    ),
  );
}

function counted(): Stamp {
  let count = 0;
  return () => ({ id: `message ${(count += 1)}`, created_at: '1970-01-01T00:00:00Z' });
}

describe('goldens of AutoGen', () => {
  let server: ScriptedModelServer;
  afterEach(async () => {
    await server.stop();
    server.verify();
  });

  async function team(
    replies: ScriptedReply[],
    { maxMessages = 20, stream = false }: { maxMessages?: number; stream?: boolean } = {},
  ) {
    server = await ScriptedModelServer.start(replies);
    const stamp = counted();
    const modelClient = new OpenAiModelClient({
      model: 'gpt-4o-2024-08-06',
      apiKey: 'sk-stub',
      baseUrl: server.url,
      temperature: 0,
      timeoutMs: 10_000,
    });
    return new RoundRobinGroupChat({
      participants: Object.entries(SYSTEM_MESSAGES).map(
        ([name, systemMessage]) =>
          new AssistantAgent({ name, description: '', systemMessage, modelClient, stamp, modelClientStream: stream }),
      ),
      stamp,
      termination: orTermination(textMentionTermination('TERMINATE'), maxMessageTermination(maxMessages)),
      maxTurns: 8,
    });
  }

  /** The model's replies that the recording was made with, each with its usage. */
  const repliesOf = ({ messages }: TaskResult): ScriptedReply[] =>
    messages.slice(1).map(({ content, models_usage }) => ({ content, usage: models_usage ?? undefined }));

  const expectSameBytes = (actual: unknown, expected: unknown) =>
    expect(JSON.stringify(actual, null, 1)).toBe(JSON.stringify(expected, null, 1));

  it.each([
    ['rr_terminate', {}],
    ['rr_max_messages', { maxMessages: 5 }],
    ['rr_max_turns', {}],
    ['rr_stream_agents', { stream: true }],
  ])('given the replies of %s, when the team runs, then requests and result are the same bytes', async (name, how) => {
    const expected = resultOf(name);
    const chat = await team(repliesOf(expected), how);
    const result = await chat.run(TASK, { signal: NEVER });
    expectSameBytes(
      server.calls.map(({ body }) => body),
      requestsOf(name),
    );
    expectSameBytes(withStableIds(result), expected);
  });

  it('given a team that has ended, when it runs again (rr_resume), then it goes on with the next speaker', async () => {
    const [first, second] = [resultOf('rr_terminate'), resultOf('rr_resume')];
    const chat = await team([...repliesOf(first), ...repliesOf(second)]);
    await chat.run(TASK, { signal: NEVER });
    const result = await chat.run('Second pass: the stop moved.', { signal: NEVER });
    expectSameBytes(
      server.calls.slice(4).map(({ body }) => body),
      requestsOf('rr_resume'),
    );
    expectSameBytes(withStableIds(result), second);
  });

  it('given a streaming team, when observed (run_stream), then messages and pieces come in the same order', async () => {
    const expected = JSON.parse(golden('run_stream/events.json')) as { type: string }[];
    const chat = await team(repliesOf(resultOf('rr_stream_agents')), { stream: true });
    const seen: object[] = [];
    const observer: Observer = (item) => seen.push(item);
    const result = await chat.run(TASK, { signal: NEVER, observer });
    expect(withStableIds([...seen, { type: 'TaskResult', ...result }])).toEqual(expected);
  });
});
