import { PipelineError } from '@trademaster/errors';
import type { ChatAgent, TurnOptions } from './chat-agent';
import { type ChatMessage, type Stamp, type TaskResult, textMessage } from './messages';
import type { TerminationCondition } from './termination';

export interface RoundRobinGroupChatOptions {
  participants: ChatAgent[];
  stamp: Stamp;
  termination?: TerminationCondition;
  /** Turns of participants in one run; the task is none. */
  maxTurns?: number;
}

/**
 * Participants speak in turn until the termination condition or the number of turns ends the run. A further run
 * goes on with the next speaker and with everything that was said.
 */
export class RoundRobinGroupChat {
  /** What each participant has not read yet. */
  private readonly unread: Map<ChatAgent, ChatMessage[]>;
  private nextSpeaker = 0;

  constructor(private readonly options: RoundRobinGroupChatOptions) {
    if (options.participants.length === 0) throw new PipelineError('internal', 'a team needs a participant');
    this.unread = new Map(options.participants.map((participant) => [participant, []]));
  }

  /**
   * Gives the team a task. The task is part of the transcript and can itself meet the termination condition.
   * Errors: those of the participants; the signal's reason when it is aborted between turns.
   */
  async run(task: string, options: TurnOptions): Promise<TaskResult> {
    const { stamp, termination, maxTurns } = this.options;
    const messages: ChatMessage[] = [];
    const say = (message: ChatMessage, speaker?: ChatAgent): string | undefined => {
      messages.push(message);
      for (const [participant, unread] of this.unread) if (participant !== speaker) unread.push(message);
      options.observer?.(message);
      return termination?.check([message]);
    };

    try {
      let stopReason = say(textMessage(stamp(), 'user', task));
      for (let turns = 1; stopReason === undefined; turns += 1) {
        options.signal.throwIfAborted();
        const speaker = this.takeTurn();
        stopReason = say(await speaker.onMessages(this.takeUnread(speaker), options), speaker);
        if (turns === maxTurns) stopReason ??= `Maximum number of turns ${maxTurns} reached.`;
      }
      return { stop_reason: stopReason, messages };
    } finally {
      termination?.reset();
    }
  }

  private takeTurn(): ChatAgent {
    const { participants } = this.options;
    const speaker = participants[this.nextSpeaker] as ChatAgent;
    this.nextSpeaker = (this.nextSpeaker + 1) % participants.length;
    return speaker;
  }

  private takeUnread(speaker: ChatAgent): ChatMessage[] {
    return this.unread.get(speaker)?.splice(0) ?? [];
  }
}
