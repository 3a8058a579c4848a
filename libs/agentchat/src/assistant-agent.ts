import type { ChatAgent, TurnOptions } from './chat-agent';
import { type ChatMessage, type Stamp, textMessage } from './messages';
import type { ModelClient, ModelMessage, ModelRequest, ResponseSchema } from './model-client';

export interface AssistantAgentOptions {
  name: string;
  description: string;
  systemMessage: string;
  modelClient: ModelClient;
  stamp: Stamp;
  /** Asks for replies of this shape. The reply is still text: whoever uses it validates it. */
  responseSchema?: ResponseSchema;
  /** Ask for streamed replies and show their pieces to the observer. */
  modelClientStream?: boolean;
}

/** An agent that answers with a language model. Its memory is everything it has read and said, without a bound. */
export class AssistantAgent implements ChatAgent {
  readonly name: string;
  readonly description: string;
  private readonly modelContext: ModelMessage[];

  constructor(private readonly options: AssistantAgentOptions) {
    this.name = options.name;
    this.description = options.description;
    this.modelContext = [{ type: 'SystemMessage', content: options.systemMessage }];
  }

  async onMessages(messages: readonly ChatMessage[], { signal, observer }: TurnOptions): Promise<ChatMessage> {
    const { modelClient, responseSchema, modelClientStream, stamp } = this.options;
    for (const { content, source } of messages) this.modelContext.push({ type: 'UserMessage', content, source });
    const stamped = stamp();
    const request: ModelRequest = { messages: this.modelContext };
    if (responseSchema !== undefined) request.responseSchema = responseSchema;
    if (modelClientStream) request.onChunk = (text) => observer?.(this.chunk(text, stamped.id));
    const reply = await modelClient.create(request, signal);
    this.modelContext.push({ type: 'AssistantMessage', content: reply.content, source: this.name });
    return textMessage(stamped, this.name, reply.content, reply.usage);
  }

  private chunk(content: string, fullMessageId: string) {
    const { id, created_at } = this.options.stamp();
    return {
      id,
      source: this.name,
      models_usage: null,
      metadata: {},
      created_at,
      content,
      full_message_id: fullMessageId,
      type: 'ModelClientStreamingChunkEvent' as const,
    };
  }
}
