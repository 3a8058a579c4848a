import { ScriptedModelServer, type ScriptedStep } from '@trademaster/testkit';
import type { PipelineError } from '@trademaster/errors';
import type { ModelRequest } from './model-client';
import { OpenAiModelClient, type OpenAiModelClientOptions } from './openai-model-client';

const KEY = 'sk-very-secret-4711';
const NEVER = new AbortController().signal;
const REQUEST: ModelRequest = { messages: [{ type: 'UserMessage', content: 'Review this.', source: 'user' }] };
const SCHEMA: ModelRequest = { ...REQUEST, responseSchema: { name: 'decision', schema: { type: 'object' } } };
/** The package waits 0.5 s and more before a repetition unless the endpoint says how long. */
const SOON = { 'retry-after-ms': '1' };

describe('model client for OpenAI-compatible endpoints', () => {
  let server: ScriptedModelServer;
  afterEach(() => server.stop());

  async function client(script: ScriptedStep[], options: Partial<OpenAiModelClientOptions> = {}) {
    server = await ScriptedModelServer.start(script);
    return new OpenAiModelClient({ model: 'm', apiKey: KEY, baseUrl: server.url, timeoutMs: 5_000, ...options });
  }

  async function failure(script: ScriptedStep[], options?: Partial<OpenAiModelClientOptions>): Promise<PipelineError> {
    const asked = await client(script, options);
    return asked.create(REQUEST, NEVER).then(
      () => Promise.reject(new Error('the call was to fail')),
      (thrown: PipelineError) => thrown,
    );
  }

  it('given 429 with retry-after and then 500, when asked, then it tries again and answers', async () => {
    const busy = { status: 429, error: { message: 'slow down' }, headers: SOON };
    const asked = await client([busy, { status: 500, headers: SOON }, 'fine']);
    await expect(asked.create(REQUEST, NEVER)).resolves.toMatchObject({ content: 'fine' });
    server.verify();
  });

  it.each([401, 403, 404, 400, 422])(
    'given %i, when asked, then review_refused without a second try',
    async (status) => {
      const error = await failure([{ status, error: { message: `Incorrect API key provided: ${KEY}` } }]);
      expect(error).toMatchObject({ code: 'review_refused', retryable: false });
      expect(server.calls).toHaveLength(1);
    },
  );

  it('given a spent quota, when asked, then review_refused: waiting does not refill it', async () => {
    const spent = { status: 429, error: { message: 'quota', code: 'insufficient_quota' } };
    expect(await failure([spent], { maxRetries: 0 })).toMatchObject({ code: 'review_refused' });
  });

  it('given an endpoint that repeats the key, when it refuses, then neither message nor cause holds it', async () => {
    const error = await failure([{ status: 401, error: { message: `bad key ${KEY} (sk-very-***711)` } }]);
    expect(JSON.stringify([error.message, error.stack, (error.cause as Error).message])).not.toMatch(/sk-very/);
  });

  it.each<[string, ScriptedStep[], Partial<OpenAiModelClientOptions>]>([
    ['500 at every try', [500, 500].map((status) => ({ status, headers: SOON })), { maxRetries: 1 }],
    ['429 at every try', [429, 429].map((status) => ({ status, headers: SOON })), { maxRetries: 1 }],
    ['a body that is no JSON', [{ raw: '<html>' }], { maxRetries: 0 }],
    ['JSON that is no completion', [{ raw: '{"choices":[]}' }], { maxRetries: 0 }],
    ['no answer at all', [{ hang: true }], { maxRetries: 0, timeoutMs: 200 }],
    ['nobody listening', [], { maxRetries: 0, baseUrl: 'http://127.0.0.1:1/v1' }],
  ])('given %s, when asked, then review_unavailable', async (_, script, options) => {
    expect(await failure(script, options)).toMatchObject({ code: 'review_unavailable', retryable: true });
  });

  it.each([{ refusal: 'I cannot help with that' }, { content: 'x', finish_reason: 'content_filter' as const }])(
    'given %j, when asked, then review_refused',
    async (reply) => {
      expect(await failure([reply])).toMatchObject({ code: 'review_refused' });
    },
  );

  it('given a call under way, when the caller gives up, then review_unavailable at once', async () => {
    const asked = await client([{ hang: true }]);
    const caller = new AbortController();
    const call = asked.create(REQUEST, caller.signal);
    caller.abort();
    await expect(call).rejects.toMatchObject({ code: 'review_unavailable', message: 'the review was interrupted' });
  });

  it('given an endpoint without structured output, when it refuses the schema, then it is asked without, once and for all', async () => {
    const refusal = { status: 400, error: { message: "'response_format' of type 'json_schema' is not supported" } };
    const asked = await client([refusal, 'one', 'two']);
    await expect(asked.create(SCHEMA, NEVER)).resolves.toMatchObject({ content: 'one' });
    await expect(asked.create(SCHEMA, NEVER)).resolves.toMatchObject({ content: 'two' });
    expect(server.calls.map(({ body }) => 'response_format' in body)).toEqual([true, false, false]);
    server.verify();
  });

  const noSchema = { status: 400, error: { message: "'response_format' of type 'json_schema' is not supported" } };
  const decided = { tool_calls: [{ id: 'call_1', name: 'decision', arguments: '{"action":"HOLD"}' }] };

  it('given an endpoint without structured output, when asked again, then the answer is the arguments of a call', async () => {
    const asked = await client([noSchema, decided]);
    await expect(asked.create(SCHEMA, NEVER)).resolves.toEqual({
      content: '{"action":"HOLD"}',
      usage: expect.anything(),
    });
    expect(server.calls[1]?.body).toMatchObject({
      tool_choice: { type: 'function', function: { name: 'decision' } },
      tools: [{ type: 'function', function: { name: 'decision', parameters: { type: 'object' } } }],
    });
    server.verify();
  });

  it('given tools beside the schema, when one of them is called, then it comes before the answer', async () => {
    const rsi = { id: 'call_0', name: 'get_indicators', arguments: '{}' };
    const tools = [
      { name: 'get_indicators', description: '', parameters: {} },
    ] as unknown as ModelRequest['tools'] & {};
    const asked = await client([noSchema, { tool_calls: [rsi, ...decided.tool_calls] }, decided]);
    await expect(asked.create({ ...SCHEMA, tools }, NEVER)).resolves.toMatchObject({ tool_calls: [rsi] });
    await expect(asked.create({ ...SCHEMA, tools }, NEVER)).resolves.toMatchObject({ content: '{"action":"HOLD"}' });
    expect(server.calls[1]?.body.tool_choice).toBe('required');
  });

  it('given an endpoint that takes neither schema nor tools, when asked, then it is asked for text alone', async () => {
    const noTools = { status: 400, error: { message: 'tools are not supported', param: 'tools' } };
    const asked = await client([noSchema, noTools, 'one']);
    await expect(asked.create(SCHEMA, NEVER)).resolves.toMatchObject({ content: 'one' });
    expect(Object.keys(server.calls[2]?.body ?? {})).not.toContain('tools');
    server.verify();
  });

  it('given Azure, when asked, then by deployment and api-version, with the key in its own header and no bearer', async () => {
    server = await ScriptedModelServer.start(['fine']);
    const options = { model: 'm', apiKey: KEY, baseUrl: server.azureUrl, apiVersion: '2024-10-21', timeoutMs: 5_000 };
    await new OpenAiModelClient(options).create(REQUEST, NEVER);
    expect(server.calls).toMatchObject([
      {
        path: '/openai/deployments/review/chat/completions?api-version=2024-10-21',
        headers: { 'api-key': KEY },
      },
    ]);
    expect(server.calls[0]?.headers.authorization).toBeUndefined();
    server.verify();
  });

  it('given a model with a fixed temperature, when it refuses ours, then it is asked without', async () => {
    const refusal = { status: 400, error: { message: 'Unsupported value', param: 'temperature' } };
    const asked = await client([refusal, 'fine'], { temperature: 0 });
    await expect(asked.create(REQUEST, NEVER)).resolves.toMatchObject({ content: 'fine' });
    expect(server.calls.map(({ body }) => body.temperature)).toEqual([0, undefined]);
  });

  it('given a lone surrogate, a NUL and a megabyte, when read, then the text is well formed and short', async () => {
    const asked = await client([`a\ud800b\u0000c${'x'.repeat(1_000_000)}`]);
    const { content } = await asked.create(REQUEST, NEVER);
    expect(content.startsWith('a\ufffdbcxxx')).toBe(true);
    expect(content.length).toBeLessThan(21_000);
  });
});
