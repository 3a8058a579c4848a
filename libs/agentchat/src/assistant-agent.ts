import { PipelineError } from '@trademaster/errors';
import { type AssistantAgentState, readAssistantAgentState } from './agent-state';
import type { ChatAgent, TurnOptions } from './chat-agent';
import {
  type ChatMessage,
  type FunctionCall,
  type FunctionExecutionResult,
  type ModelClientStreamingChunkEvent,
  type Observer,
  said,
  type Stamp,
  type Stamped,
  type TaskResult,
  textMessage,
  type TranscriptItem,
} from './messages';
import type {
  ContextMessage,
  ModelClient,
  ModelReply,
  ModelRequest,
  ResponseSchema,
  SystemMessage,
} from './model-client';
import { runToolCall } from './run-tool-call';
import { streamed } from './streamed';
import type { Tool } from './tool';
import { summaryOf } from './tool-call-summary';

export interface AssistantAgentOptions {
  name: string;
  description: string;
  systemMessage?: string;
  modelClient: ModelClient;
  stamp: Stamp;
  /** What the agent may do beside talking. */
  tools?: readonly Tool[];
  /** Ask the model for words on the tools' results, instead of saying the results themselves. */
  reflectOnToolUse?: boolean;
  /** How often in a turn the model may ask for tools; at least, and unless given, once. */
  maxToolIterations?: number;
  /** How one result stands in the summary: {tool_name}, {arguments}, {result}, {is_error}. Default: {result}. */
  toolCallSummaryFormat?: string;
  /** Asks for replies of this shape. The reply is still text: whoever uses it validates it. */
  responseSchema?: ResponseSchema;
  /** Ask for streamed replies and show their pieces to the observer. */
  modelClientStream?: boolean;
}

/**
 * An agent that answers with a language model, if need be after it has used tools. Its memory is everything it has read
 * and said, without a bound. A turn that fails or is aborted leaves no trace in it.
 */
export class AssistantAgent implements ChatAgent {
  readonly name: string;
  readonly description: string;
  private readonly instructions: SystemMessage[];
  private readonly tools: readonly Tool[];
  private context: ContextMessage[] = [];

  constructor(private readonly options: AssistantAgentOptions) {
    const { name, description, systemMessage, tools = [] } = options;
    this.name = name;
    this.description = description;
    this.instructions = systemMessage === undefined ? [] : [{ type: 'SystemMessage', content: systemMessage }];
    this.tools = tools;
    const names = tools.map(({ schema }) => schema.name);
    if (new Set(names).size < names.length) {
      throw new PipelineError('internal', `${name} has two tools of one name: ${names.join(', ')}`);
    }
  }

  /** Errors: the model client's; `review_invalid` when it asks for tools where an answer is due. */
  async onMessages(messages: readonly ChatMessage[], options: TurnOptions): Promise<ChatMessage> {
    const remembered = this.context.length;
    try {
      for (const { content, source } of messages) this.context.push({ content, source, type: 'UserMessage' });
      return await this.takeTurn(options);
    } catch (thrown) {
      this.context.length = remembered;
      throw thrown;
    }
  }

  /** Gives the agent a task by itself, outside of a team; without one it goes on from what it remembers. */
  async run(task: string | undefined, { signal, observer }: TurnOptions): Promise<TaskResult<TranscriptItem>> {
    const messages: TranscriptItem[] = [];
    const keep: Observer = (item) => {
      if (item.type !== 'ModelClientStreamingChunkEvent') messages.push(item);
      observer?.(item);
    };
    const read = task === undefined ? [] : [textMessage(this.options.stamp(), 'user', task)];
    read.forEach(keep);
    keep(await this.onMessages(read, { signal, observer: keep }));
    return { stop_reason: null, messages };
  }

  /** The same as `run`, item by item as they come; the last one is the result. */
  runStream(task: string | undefined, signal: AbortSignal) {
    return streamed((options) => this.run(task, options), signal);
  }

  saveState(): AssistantAgentState {
    return {
      type: 'AssistantAgentState',
      version: '1.0.0',
      llm_context: { messages: structuredClone(this.context) },
    };
  }

  /** Errors: `config_invalid` when it is no state of such an agent; the agent is then as before. */
  loadState(state: unknown): void {
    this.context = readAssistantAgentState(state).llm_context.messages;
  }

  private async takeTurn(options: TurnOptions): Promise<ChatMessage> {
    const { reflectOnToolUse, maxToolIterations = 1, toolCallSummaryFormat, stamp } = this.options;
    for (let iteration = 1; ; iteration += 1) {
      const { reply, stamped } = await this.ask(options, this.tools);
      const { tool_calls: calls } = reply;
      if (calls === undefined) return this.answer(reply, stamped);
      const results = await this.useTools(reply, calls, stamped, options);
      if (iteration < maxToolIterations) continue;
      if (!reflectOnToolUse) return summaryOf(stamp(), this.name, calls, results, toolCallSummaryFormat);
      const reflection = await this.ask(options, []);
      return this.answer(reflection.reply, reflection.stamped);
    }
  }

  /** One call of the model; pieces of its reply are observed under the id that the reply will have. */
  private async ask({ signal, observer }: TurnOptions, tools: readonly Tool[]) {
    const { modelClient, responseSchema, modelClientStream, stamp } = this.options;
    const stamped = stamp();
    const request: ModelRequest = { messages: [...this.instructions, ...this.context] };
    if (tools.length > 0) request.tools = tools.map(({ schema }) => schema);
    if (responseSchema !== undefined) request.responseSchema = responseSchema;
    if (modelClientStream) request.onChunk = (text) => observer?.(this.chunk(text, stamped.id));
    const reply = await modelClient.create(request, signal);
    if (reply.tool_calls !== undefined && tools.length === 0) {
      const asked = reply.tool_calls.map(({ name }) => name).join(', ');
      throw new PipelineError('review_invalid', `${this.name} asked for tools (${asked}) where an answer was due`);
    }
    return { reply, stamped };
  }

  private answer({ content, usage }: ModelReply, stamped: Stamped): ChatMessage {
    this.context.push({ content, thought: null, source: this.name, type: 'AssistantMessage' });
    return textMessage(stamped, this.name, content, usage);
  }

  /** Runs the calls at the same time; results in the order of the calls. */
  private async useTools(
    { content, usage }: ModelReply,
    calls: FunctionCall[],
    stamped: Stamped,
    { signal, observer }: TurnOptions,
  ): Promise<FunctionExecutionResult[]> {
    const { stamp } = this.options;
    const thought = content === '' ? null : content;
    this.context.push({ content: calls, thought, source: this.name, type: 'AssistantMessage' });
    if (thought !== null) observer?.(said('ThoughtEvent', stamped, this.name, thought));
    observer?.(said('ToolCallRequestEvent', stamp(), this.name, calls, usage));
    const results = await Promise.all(calls.map((call) => runToolCall(this.tools, call, signal)));
    this.context.push({ content: results, type: 'FunctionExecutionResultMessage' });
    observer?.(said('ToolCallExecutionEvent', stamp(), this.name, results));
    return results;
  }

  private chunk(content: string, fullMessageId: string): ModelClientStreamingChunkEvent {
    const { id, created_at } = this.options.stamp();
    return {
      id,
      source: this.name,
      models_usage: null,
      metadata: {},
      created_at,
      content,
      full_message_id: fullMessageId,
      type: 'ModelClientStreamingChunkEvent',
    };
  }
}
