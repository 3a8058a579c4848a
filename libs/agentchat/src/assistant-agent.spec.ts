import { ScriptedModelServer, type ScriptedStep } from '@trademaster/testkit';
import { completion, counted, NEVER, registryFor } from '../test/golden';
import { AssistantAgent, type AssistantAgentOptions } from './assistant-agent';
import type { FunctionCall, Observer } from './messages';
import type { Tool } from './tool';

const CALL: FunctionCall = { id: 'call_1', arguments: '{}', name: 'get_signal' };
const SECOND: FunctionCall = { ...CALL, id: 'call_2' };

const toolThat = (run: Tool['run'], name = 'get_signal'): Tool => ({
  schema: {
    name,
    description: '',
    parameters: { type: 'object', properties: {}, required: [], additionalProperties: false },
  },
  run,
});

describe('assistant agent', () => {
  let server: ScriptedModelServer;
  afterEach(async () => {
    await server.stop();
    server.verify();
  });

  async function agent(replies: ScriptedStep[], options: Partial<AssistantAgentOptions> = {}) {
    server = await ScriptedModelServer.start(replies);
    const modelClient = registryFor(server).modelClient({ provider: '', config: { model: 'm', temperature: 0 } });
    return new AssistantAgent({ name: 'Analyst', description: '', modelClient, stamp: counted(), ...options });
  }

  it('given two calls in one reply, when each waits for the other, then they run at the same time', async () => {
    const started = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let calls = 0;
    const waiting = toolThat(async () => {
      const mine = calls;
      calls += 1;
      started[mine]?.resolve();
      await started[1 - mine]?.promise;
      return `result ${mine}`;
    });
    const analyst = await agent([completion(null, [CALL, SECOND])], { tools: [waiting] });
    const { messages } = await analyst.run('Signal?', { signal: NEVER });
    expect(messages.at(-1)?.content).toBe('result 0\nresult 1');
  });

  it('given a format of summaries, when it says the results, then each stands as the format says', async () => {
    const analyst = await agent([completion(null, [CALL, { ...CALL, name: 'nope' }])], {
      tools: [toolThat(() => 'BUY {result}')],
      toolCallSummaryFormat: '{tool_name}{arguments}: {result} ({is_error}) {other}',
    });
    const { messages } = await analyst.run('Signal?', { signal: NEVER });
    expect(messages.at(-1)?.content).toBe(
      "get_signal{}: BUY {result} (False) {other}\nnope{}: Error: tool 'nope' not found in any workbench (True) {other}",
    );
  });

  it('given an agent without tools, when the model asks for one, then review_invalid and nothing is remembered', async () => {
    const analyst = await agent([completion(null, [CALL])]);
    const before = analyst.saveState();
    await expect(analyst.run('Signal?', { signal: NEVER })).rejects.toMatchObject({
      code: 'review_invalid',
      message: 'Analyst asked for tools (get_signal) where an answer was due',
    });
    expect(analyst.saveState()).toEqual(before);
  });

  it('given a reflection that asks for tools again, when it was not offered any, then review_invalid', async () => {
    const analyst = await agent([completion(null, [CALL]), completion(null, [SECOND])], {
      tools: [toolThat(() => 'BUY')],
      reflectOnToolUse: true,
    });
    await expect(analyst.run('Signal?', { signal: NEVER })).rejects.toMatchObject({ code: 'review_invalid' });
    expect(server.calls.map(({ body }) => 'tools' in body)).toEqual([true, false]);
  });

  it('given a cancel while the model thinks, when asked again, then it has forgotten the first try', async () => {
    const cancel = new AbortController();
    const cancelling = () => {
      cancel.abort();
      return { hang: true };
    };
    const analyst = await agent([cancelling, completion('fine')]);
    await expect(analyst.run('Signal?', { signal: cancel.signal })).rejects.toMatchObject({
      code: 'review_unavailable',
    });
    await analyst.run('Signal?', { signal: NEVER });
    expect(server.calls.at(-1)?.body.messages).toEqual([{ role: 'user', name: 'user', content: 'Signal?' }]);
  });

  it('given a streamed reply with text and a call in pieces, when observed, then pieces, thought and call come', async () => {
    const piece = (delta: object) => `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`;
    const part = (index: number, id: string | undefined, called: object) =>
      piece({ tool_calls: [{ index, ...(id === undefined ? {} : { id, type: 'function' }), function: called }] });
    const usage = `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 3 } })}\n\n`;
    const streamed =
      piece({ content: 'let me ' }) +
      piece({ content: 'look' }) +
      part(0, 'call_1', { name: 'get_signal', arguments: '' }) +
      part(0, undefined, { arguments: '{' }) +
      part(1, 'call_2', { name: 'get_signal', arguments: '{}' }) +
      part(0, undefined, { arguments: '}' }) +
      `${usage}data: [DONE]\n\n`;
    const analyst = await agent([{ raw: streamed, headers: { 'content-type': 'text/event-stream' } }], {
      tools: [toolThat(() => 'BUY')],
      modelClientStream: true,
    });
    const seen: Parameters<Observer>[0][] = [];
    await analyst.run('Signal?', { signal: NEVER, observer: (item) => seen.push(item) });
    expect(seen.slice(1).map(({ type, content }) => [type, content])).toEqual([
      ['ModelClientStreamingChunkEvent', 'let me '],
      ['ModelClientStreamingChunkEvent', 'look'],
      ['ThoughtEvent', 'let me look'],
      ['ToolCallRequestEvent', [CALL, SECOND]],
      [
        'ToolCallExecutionEvent',
        [CALL, SECOND].map(({ id: call_id }): unknown => expect.objectContaining({ call_id })),
      ],
      ['ToolCallSummaryMessage', 'BUY\nBUY'],
    ]);
    expect(seen[1]).toMatchObject({ full_message_id: seen[3]?.id });
    expect(seen[4]?.models_usage).toEqual({ prompt_tokens: 7, completion_tokens: 3 });
  });

  it('given two tools of one name, when made, then it is refused', async () => {
    const tools = [toolThat(() => 'BUY'), toolThat(() => 'SELL')];
    await expect(agent([], { tools })).rejects.toThrow('two tools of one name');
  });
});
