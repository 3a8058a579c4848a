import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The body of a chat completion request, as far as tests look at it. */
export interface ChatRequestBody {
  model: string;
  stream?: boolean;
  messages: { role: string; name?: string; content: string | null }[];
  temperature?: number;
  tools?: { type: string; function: { name: string; parameters?: Record<string, unknown> } }[];
  tool_choice?: string | { type: string; function: { name: string } };
  response_format?: { type: string; json_schema?: { name: string; schema: Record<string, unknown> } };
}

/** What the server does with one call. Without a `status` it is a completion; `hang` never answers. */
export interface ScriptedReply {
  content?: string | null;
  refusal?: string;
  /** Functions that the model wants called; `arguments` is JSON. */
  tool_calls?: { id: string; name: string; arguments: string }[];
  finish_reason?: 'stop' | 'length' | 'content_filter';
  usage?: { prompt_tokens: number; completion_tokens: number };
  /** An error status; `error` is the body's error object. */
  status?: number;
  error?: { message: string; code?: string; param?: string };
  headers?: Record<string, string>;
  /** These bytes instead of a completion. */
  raw?: string;
  hang?: boolean;
}

export type ScriptedStep = string | ScriptedReply | ((request: ChatRequestBody) => string | ScriptedReply);

export interface RecordedCall {
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: ChatRequestBody;
}

const AZURE = '/openai/deployments/review';
const COMPLETIONS = ['/v1/chat/completions', `${AZURE}/chat/completions`];
/** Pieces of a streamed reply have this many characters, as in the recordings of AutoGen. */
const CHUNK = 12;

/**
 * A real HTTP server that speaks OpenAI's chat completions on a free loopback port. It answers either step by step,
 * and then `verify` fails on calls that no step expected and on steps that no call used, or by a pure function of the
 * request, for any number of conversations at once.
 */
export class ScriptedModelServer {
  readonly calls: RecordedCall[] = [];
  private readonly unexpected: string[] = [];
  private next = 0;

  private constructor(
    private readonly script: readonly ScriptedStep[] | ((request: ChatRequestBody) => string | ScriptedReply),
    private readonly server: Server,
  ) {}

  /** `port` 0 takes a free one. */
  static async start(
    script: readonly ScriptedStep[] | ((request: ChatRequestBody) => string | ScriptedReply),
    port = 0,
  ): Promise<ScriptedModelServer> {
    const server = createServer();
    const scripted = new ScriptedModelServer(script, server);
    server.on('request', (request, response) => void scripted.answer(request, response));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    return scripted;
  }

  /** What OPENAI_BASE_URL is to be. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** The same as Azure would call it. */
  get azureUrl(): string {
    return new URL(AZURE, this.url).href;
  }

  /** Fails when a call was not expected or a step was not used. */
  verify(): void {
    const problems = [...this.unexpected];
    const steps = typeof this.script === 'function' ? 0 : this.script.length;
    if (this.next < steps) problems.push(`${steps - this.next} of ${steps} steps were not used`);
    if (problems.length > 0) throw new Error(`the scripted model server: ${problems.join('; ')}`);
  }

  /** Closes at once, hanging calls too. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = JSON.parse(await textOf(request)) as ChatRequestBody;
      this.calls.push({ path: request.url ?? '', headers: request.headers, body });
      const reply = COMPLETIONS.includes(pathOf(request)) ? this.replyTo(body) : undefined;
      send(response, body, reply ?? this.refuse(`call ${this.calls.length} to ${request.url} was not expected`));
    } catch (thrown) {
      send(response, { model: '', messages: [] }, this.refuse(`a call failed: ${String(thrown)}`));
    }
  }

  private replyTo(body: ChatRequestBody): ScriptedReply | undefined {
    const step = typeof this.script === 'function' ? this.script : this.script[this.next];
    if (step === undefined) return undefined;
    this.next += 1;
    const reply = typeof step === 'function' ? step(body) : step;
    return typeof reply === 'string' ? { content: reply } : reply;
  }

  private refuse(problem: string): ScriptedReply {
    this.unexpected.push(problem);
    return { status: 418, error: { message: problem } };
  }
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?')[0] ?? '';
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

function send(response: ServerResponse, body: ChatRequestBody, reply: ScriptedReply): void {
  if (reply.hang) return;
  if (body.stream && reply.status === undefined && reply.raw === undefined) return stream(response, body, reply);
  response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
  response.end(reply.raw ?? JSON.stringify(reply.status === undefined ? completion(body, reply) : errorOf(reply)));
}

function errorOf({ error }: ScriptedReply) {
  return { error: { message: error?.message ?? 'scripted', type: 'scripted', param: null, code: null, ...error } };
}

/** Nothing in it depends on earlier calls or on a clock, unless the step says so. */
function completion(body: ChatRequestBody, reply: ScriptedReply) {
  const content = reply.content === undefined ? null : reply.content;
  const read = body.messages.reduce((length, message) => length + (message.content?.length ?? 0), 0);
  const usage = reply.usage ?? {
    prompt_tokens: Math.ceil(read / 4),
    completion_tokens: Math.ceil((content ?? '').length / 4),
  };
  const calls = reply.tool_calls?.map(({ id, ...called }) => ({ id, type: 'function', function: called }));
  const message = { role: 'assistant', content, refusal: reply.refusal ?? null, ...(calls && { tool_calls: calls }) };
  return {
    id: 'chatcmpl-scripted',
    object: 'chat.completion',
    created: 0,
    model: body.model,
    choices: [
      { index: 0, message, logprobs: null, finish_reason: reply.finish_reason ?? (calls ? 'tool_calls' : 'stop') },
    ],
    usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens },
  };
}

function stream(response: ServerResponse, body: ChatRequestBody, reply: ScriptedReply): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', ...reply.headers });
  const content = reply.content ?? '';
  const event = (delta: object, finishReason: string | null) =>
    response.write(
      `data: ${JSON.stringify({
        id: 'chatcmpl-scripted',
        object: 'chat.completion.chunk',
        created: 0,
        model: body.model,
        choices: [{ index: 0, delta, finish_reason: finishReason }],
      })}\n\n`,
    );
  for (let from = 0; from < content.length; from += CHUNK) {
    event({ content: content.slice(from, from + CHUNK) }, null);
  }
  event({}, reply.finish_reason ?? 'stop');
  response.end('data: [DONE]\n\n');
}
