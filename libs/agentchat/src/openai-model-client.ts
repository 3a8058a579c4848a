import OpenAI from 'openai';
import { PipelineError } from '@trademaster/errors';
import { readToolCalls, StreamedCalls, toChatMessages, toWireTool, type WireCall } from './chat-completions';
import { cleanText, CUT } from './clean-text';
import type { ModelClient, ModelReply, ModelRequest, ResponseSchema } from './model-client';
import { endpointError, refusedParameter } from './openai-errors';
import type { ToolSchema } from './tool';

type ChatRequest = OpenAI.Chat.ChatCompletionCreateParams;
const OPTIONAL_PARAMETERS = ['temperature', 'response_format', 'tool_choice', 'tools'] as const;
type OptionalParameter = (typeof OPTIONAL_PARAMETERS)[number];

export interface OpenAiModelClientOptions {
  model: string;
  /** Absent for endpoints that ask for none. */
  apiKey?: string;
  baseUrl?: string;
  /** Azure's `api-version`; `baseUrl` is then `https://RESOURCE.openai.azure.com/openai/deployments/DEPLOYMENT`. */
  apiVersion?: string;
  temperature?: number;
  /** Longest that one call may take, its retries included. */
  timeoutMs: number;
  /** Repetitions after 408, 409, 429, 5xx and lost connections, with backoff, or after `retry-after` where it is given. */
  maxRetries?: number;
}

/** What the package asks for; endpoints without keys ignore it. */
const NO_KEY = 'none';
const OPENAI_URL = 'https://api.openai.com/v1';

/**
 * Any endpoint that speaks OpenAI's chat completions. A parameter that the endpoint refuses by name (`temperature`,
 * `response_format`, `tool_choice`, `tools`) is left out from then on. A schema is asked for as `response_format`, where
 * that is refused as the arguments of a tool call, and where that is refused, too, not at all: the reply is validated by
 * whoever asked in any case.
 * The key appears in no error.
 */
export class OpenAiModelClient implements ModelClient {
  readonly model: string;
  private readonly endpoint: OpenAI;
  private readonly refused = new Set<OptionalParameter>();

  constructor(private readonly options: OpenAiModelClientOptions) {
    this.model = options.model;
    this.endpoint = new OpenAI({
      apiKey: options.apiKey ?? NO_KEY,
      baseURL: options.baseUrl ?? OPENAI_URL,
      organization: null,
      project: null,
      timeout: options.timeoutMs,
      maxRetries: options.maxRetries ?? 4,
      logLevel: 'off',
      ...azure(options),
    });
  }

  /** Errors: `review_unavailable`, `review_refused`. */
  async create(request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
    const deadline = AbortSignal.timeout(this.options.timeoutMs);
    const either = AbortSignal.any([signal, deadline]);
    for (;;) {
      const body = this.body(request);
      try {
        const reply = await (request.onChunk === undefined
          ? this.complete(body, either)
          : this.stream(body, request.onChunk, either));
        return this.asksByCall(request) ? answerOfCall(reply, request.responseSchema) : reply;
      } catch (thrown) {
        const parameter = refusedParameter(thrown, body, OPTIONAL_PARAMETERS);
        if (parameter === undefined) {
          throw endpointError(thrown, { secret: this.options.apiKey, signal, timeoutMs: this.options.timeoutMs });
        }
        this.refused.add(parameter);
      }
    }
  }

  /** Is the schema to come as the arguments of a call? */
  private asksByCall({ responseSchema }: ModelRequest): boolean {
    const { refused } = this;
    return (
      responseSchema !== undefined &&
      refused.has('response_format') &&
      !refused.has('tool_choice') &&
      !refused.has('tools')
    );
  }

  private body(request: ModelRequest): ChatRequest {
    const { messages, tools = [], responseSchema, onChunk } = request;
    const { temperature } = this.options;
    return {
      model: this.model,
      stream: onChunk !== undefined,
      messages: toChatMessages(messages),
      ...(temperature === undefined || this.refused.has('temperature') ? {} : { temperature }),
      ...(responseSchema === undefined || this.refused.has('response_format')
        ? {}
        : { response_format: { type: 'json_schema' as const, json_schema: { ...responseSchema, strict: true } } }),
      ...this.toolsOf(tools, this.asksByCall(request) ? responseSchema : undefined),
    };
  }

  private toolsOf(tools: readonly ToolSchema[], answer: ResponseSchema | undefined) {
    if (this.refused.has('tools') || (tools.length === 0 && answer === undefined)) return {};
    const wire = tools.map(toWireTool);
    if (answer !== undefined) {
      const only = { type: 'function' as const, function: { name: answer.name } };
      return { tool_choice: tools.length === 0 ? only : ('required' as const), tools: [...wire, toolOf(answer)] };
    }
    return this.refused.has('tool_choice') ? { tools: wire } : { tool_choice: 'auto' as const, tools: wire };
  }

  private async complete(body: ChatRequest, signal: AbortSignal): Promise<ModelReply> {
    const { choices, usage } = await this.endpoint.chat.completions.create({ ...body, stream: false }, { signal });
    const choice = Array.isArray(choices) ? choices[0] : undefined;
    if (choice?.message === undefined) throw unreadable();
    const { content, refusal } = choice.message;
    if (refusal || choice.finish_reason === 'content_filter') {
      throw new PipelineError('review_refused', `${this.model} refused to answer`);
    }
    const whole = choice.finish_reason === 'length' ? `${content ?? ''}${CUT}` : content;
    return replyOf(whole, choice.message.tool_calls, usage);
  }

  /** Streamed replies come without usage unless an endpoint adds it; it then counts as none, as in AutoGen. */
  private async stream(body: ChatRequest, onChunk: (text: string) => void, signal: AbortSignal): Promise<ModelReply> {
    const pieces: string[] = [];
    const calls = new StreamedCalls();
    let used: OpenAI.CompletionUsage | undefined;
    const stream = await this.endpoint.chat.completions.create({ ...body, stream: true }, { signal });
    for await (const { choices, usage } of stream) {
      used = usage ?? used;
      const delta = choices[0]?.delta;
      calls.add(delta?.tool_calls);
      if (!delta?.content) continue;
      pieces.push(delta.content);
      onChunk(delta.content);
    }
    signal.throwIfAborted();
    return replyOf(pieces.join(''), calls.whole(), used);
  }
}

function toolOf({ name, schema }: ResponseSchema): OpenAI.Chat.ChatCompletionTool {
  return { type: 'function', function: { name, description: 'Gives the answer.', parameters: schema, strict: false } };
}

/** The arguments of the call that stands for the answer; calls of other tools beside it come first. */
function answerOfCall(reply: ModelReply, answer: ResponseSchema | undefined): ModelReply {
  const { tool_calls: calls = [], ...rest } = reply;
  const others = calls.filter(({ name }) => name !== answer?.name);
  if (others.length > 0) return { ...rest, tool_calls: others };
  const given = calls[0];
  return given === undefined ? reply : { ...rest, content: given.arguments };
}

/** Azure wants its version with each call, and the key in a header of its own: it takes a bearer for a login. */
function azure({ apiVersion, apiKey }: OpenAiModelClientOptions) {
  if (apiVersion === undefined) return {};
  return {
    defaultQuery: { 'api-version': apiVersion },
    defaultHeaders: { 'api-key': apiKey ?? NO_KEY, authorization: null },
  };
}

function replyOf(
  content: string | null,
  calls: readonly WireCall[] | undefined,
  usage: OpenAI.CompletionUsage | undefined,
): ModelReply {
  return {
    content: cleanText(content ?? ''),
    usage: { prompt_tokens: usage?.prompt_tokens ?? 0, completion_tokens: usage?.completion_tokens ?? 0 },
    ...(calls === undefined || calls.length === 0 ? {} : { tool_calls: readToolCalls(calls) }),
  };
}

function unreadable(): PipelineError {
  return new PipelineError(
    'review_unavailable',
    'the model endpoint answered with something that is no chat completion',
  );
}
