import { PipelineError } from '@trademaster/errors';
import {
  type ChatAgentContainerState,
  MANAGER,
  readContainerState,
  readManagerState,
  readTeamState,
  type TeamState,
} from './agent-state';
import type { ChatAgent, TurnOptions } from './chat-agent';
import {
  type ChatMessage,
  type Observer,
  type Stamp,
  type TaskResult,
  textMessage,
  type TranscriptItem,
} from './messages';
import { streamed } from './streamed';
import type { TerminationCondition } from './termination';

export interface RoundRobinGroupChatOptions {
  /** In the order in which they speak; no two have the same name. */
  participants: ChatAgent[];
  stamp: Stamp;
  termination?: TerminationCondition;
  /** Turns of participants in one run; the task is none. */
  maxTurns?: number;
}

/**
 * Participants speak in turn until the termination condition or the number of turns ends the run. A further run
 * goes on with the next speaker and with everything that was said. A turn that fails or is aborted leaves the team as
 * it was before that turn: run without a task, it goes on there.
 *
 * `Item` is what the transcript can hold: `TranscriptItem` where a participant has tools.
 */
export class RoundRobinGroupChat<Item extends TranscriptItem = ChatMessage> {
  /** What each participant has not read yet. */
  private readonly unread: Map<ChatAgent, ChatMessage[]>;
  private thread: TranscriptItem[] = [];
  private currentTurn = 0;
  private nextSpeaker = 0;
  private state: 'at rest' | 'running' | 'in a turn' = 'at rest';

  constructor(private readonly options: RoundRobinGroupChatOptions) {
    const { participants } = options;
    const names = new Set([MANAGER, ...participants.map(({ name }) => name)]);
    if (participants.length === 0) throw new PipelineError('internal', 'a team needs a participant');
    if (names.size <= participants.length) throw new PipelineError('internal', 'participants need names of their own');
    this.unread = new Map(participants.map((participant) => [participant, []]));
  }

  /**
   * Gives the team a task; without one it goes on from where it is. The task is part of the transcript and can itself
   * meet the termination condition. Errors: those of the participants; the signal's reason when it is aborted between
   * turns.
   */
  async run(task: string | undefined, options: TurnOptions): Promise<TaskResult<Item>> {
    this.requireRest();
    this.state = 'running';
    try {
      return await this.converse(task, options);
    } finally {
      this.state = 'at rest';
    }
  }

  /** The same as `run`, item by item as they come; the last one is the result. */
  runStream(task: string | undefined, signal: AbortSignal) {
    return streamed((options) => this.run(task, options), signal);
  }

  /** Between turns, of a run too. Errors: `internal` while a participant has its turn. */
  saveState(): TeamState {
    if (this.state === 'in a turn') throw new PipelineError('internal', 'a team has no state to save within a turn');
    const manager = {
      type: 'RoundRobinManagerState' as const,
      version: '1.0.0' as const,
      message_thread: structuredClone(this.thread),
      current_turn: this.currentTurn,
      next_speaker_index: this.nextSpeaker,
    };
    const states = this.options.participants.map((participant) => [participant.name, this.stateOf(participant)]);
    return {
      type: 'TeamState',
      version: '1.0.0',
      agent_states: { ...(Object.fromEntries(states) as TeamState['agent_states']), [MANAGER]: manager },
    };
  }

  /**
   * Takes over the saved state of a team with the same participants, AutoGen's too. Errors: `config_invalid`; a team
   * that refused a state is in none and not to be used.
   */
  loadState(state: unknown): void {
    this.requireRest();
    const states = readTeamState(state);
    const at = (name: string) => states.member(name);
    const { participants } = this.options;
    const manager = readManagerState(at(MANAGER).value, at(MANAGER).path, participants.length);
    const containers = participants.map(({ name }) => readContainerState(at(name).value, at(name).path));
    participants.forEach((participant, index) => {
      const { agentState, buffer } = containers[index] as (typeof containers)[number];
      participant.loadState?.(agentState);
      this.unread.set(participant, buffer);
    });
    this.thread = manager.message_thread;
    this.currentTurn = manager.current_turn;
    this.nextSpeaker = manager.next_speaker_index;
  }

  private async converse(task: string | undefined, options: TurnOptions): Promise<TaskResult<Item>> {
    const { stamp, maxTurns = Infinity } = this.options;
    const messages: TranscriptItem[] = [];
    let stopReason: string | undefined;
    if (task !== undefined) {
      const message = textMessage(stamp(), 'user', task);
      this.unread.forEach((unread) => unread.push(message));
      stopReason = this.record(messages, [message]);
      options.observer?.(message);
    }
    while (stopReason === undefined && this.currentTurn < maxTurns) {
      options.signal.throwIfAborted();
      const turn = await this.takeTurn(options);
      stopReason = this.record(messages, turn);
      this.currentTurn += 1;
      options.observer?.(turn.at(-1) as ChatMessage);
    }
    stopReason ??= `Maximum number of turns ${maxTurns} reached.`;
    this.options.termination?.reset();
    this.currentTurn = 0;
    return { stop_reason: stopReason, messages: messages as Item[] };
  }

  /** What the next speaker's turn adds to the transcript: its events and, at the end, its message. */
  private async takeTurn({ signal, observer }: TurnOptions): Promise<TranscriptItem[]> {
    const { participants } = this.options;
    const speaker = participants[this.nextSpeaker] as ChatAgent;
    const turn: TranscriptItem[] = [];
    const keep: Observer = (item) => {
      if (item.type !== 'ModelClientStreamingChunkEvent') turn.push(item);
      observer?.(item);
    };
    this.state = 'in a turn';
    const message = await speaker.onMessages(this.unread.get(speaker) ?? [], { signal, observer: keep });
    this.state = 'running';
    this.unread.set(speaker, []);
    this.nextSpeaker = (this.nextSpeaker + 1) % participants.length;
    for (const [participant, unread] of this.unread) if (participant !== speaker) unread.push(message);
    return [...turn, message];
  }

  private record(messages: TranscriptItem[], said: TranscriptItem[]): string | undefined {
    messages.push(...said);
    this.thread.push(...said);
    return this.options.termination?.check(said);
  }

  private stateOf(participant: ChatAgent): ChatAgentContainerState {
    return {
      type: 'ChatAgentContainerState',
      version: '1.0.0',
      agent_state: participant.saveState?.() ?? { type: 'BaseState', version: '1.0.0' },
      message_buffer: structuredClone(this.unread.get(participant) ?? []),
    };
  }

  private requireRest(): void {
    if (this.state !== 'at rest') throw new PipelineError('internal', 'the team is still running');
  }
}
