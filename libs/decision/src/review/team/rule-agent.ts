import { type ChatAgent, type ChatMessage, type Stamp, textMessage } from '@trademaster/agentchat';

/** An agent that says what a pure function of the run's facts gives: no model, no usage, always the same words. */
export class RuleAgent implements ChatAgent {
  constructor(
    readonly name: string,
    readonly description: string,
    private readonly stamp: Stamp,
    private readonly words: () => string,
  ) {}

  onMessages(): Promise<ChatMessage> {
    return Promise.resolve(textMessage(this.stamp(), this.name, this.words()));
  }
}
