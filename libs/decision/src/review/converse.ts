import {
  type ChatMessage,
  isChatMessage,
  type Observer,
  RoundRobinGroupChat,
  type Stamp,
  type TaskResult,
  textMentionTermination,
  textMessage,
  type TranscriptItem,
} from '@trademaster/agentchat';
import { asPipelineError, PipelineError } from '@trademaster/errors';
import { TERMINATE } from './decision/executor-answer.dto';
import type { Crew } from './team/crew';

export interface ConversationOptions {
  task: string;
  /** Turns at most; the repair turn is not counted. */
  maxRounds: number;
  stamp: Stamp;
  signal: AbortSignal;
  observer?: Observer;
}

export interface Agreement<D> {
  decision: D;
  /** The whole transcript, the repair turn included. */
  conversation: TaskResult<TranscriptItem>;
  /** Index of the message that gave the decision. */
  decidedAt: number;
}

/** Makes a decision of the decider's text, knowing who has spoken. Throws `review_invalid` with every offence. */
export type ReadDecision<D> = (text: string, speakers: readonly string[]) => D;

/**
 * Lets the crew talk until the decider ends it, and reads the decision. An invalid answer gets one repair turn, with
 * the exact offences. Errors: `review_invalid` when the second answer is invalid too, when the decider had no turn, or
 * when an agent said nothing; those of the agents.
 */
export async function converse<D>(
  crew: Crew,
  options: ConversationOptions,
  read: ReadDecision<D>,
): Promise<Agreement<D>> {
  const { decider, participants } = crew;
  if (options.maxRounds <= participants.indexOf(decider)) {
    throw new PipelineError(
      'review_invalid',
      `config.review.max_rounds ${options.maxRounds} ends the review before ${decider.name} has a turn`,
      { field: 'config.review.max_rounds' },
    );
  }
  const conversation = await talk(crew, options);
  const decidedAt = lastBy(decider.name, conversation.messages);
  checkNobodyWasSilent(conversation.messages, decider.name);
  try {
    return { decision: read(...spoken(conversation.messages, decidedAt)), conversation, decidedAt };
  } catch (thrown) {
    const offences = asPipelineError(thrown);
    if (offences.code !== 'review_invalid') throw thrown;
    return repair(crew, options, read, conversation, offences.message);
  }
}

async function talk({ participants, decider }: Crew, { task, maxRounds, stamp, ...listening }: ConversationOptions) {
  const chat = new RoundRobinGroupChat<TranscriptItem>({
    participants,
    stamp,
    termination: textMentionTermination(TERMINATE, [decider.name]),
    maxTurns: maxRounds,
  });
  return chat.run(task, listening);
}

/** Asks the decider alone, after what it has not read yet. */
async function repair<D>(
  { decider }: Crew,
  { stamp, signal, observer }: ConversationOptions,
  read: ReadDecision<D>,
  { messages, stop_reason }: TaskResult<TranscriptItem>,
  offences: string,
): Promise<Agreement<D>> {
  const request = textMessage(
    stamp(),
    'user',
    `Your answer was not accepted: ${offences}. Answer again, with the corrected JSON object and nothing else.`,
  );
  const unread = messages.slice(lastBy(decider.name, messages) + 1).filter(isChatMessage);
  const transcript = [...messages];
  const keep: Observer = (item) => {
    if (item.type !== 'ModelClientStreamingChunkEvent') transcript.push(item);
    observer?.(item);
  };
  keep(request);
  keep(await decider.onMessages([...unread, request], { signal, observer: keep }));
  const decidedAt = transcript.length - 1;
  return {
    decision: read(...spoken(transcript, decidedAt)),
    conversation: { stop_reason, messages: transcript },
    decidedAt,
  };
}

function spoken(messages: TranscriptItem[], decidedAt: number): [text: string, speakers: string[]] {
  const sources = messages.slice(0, decidedAt + 1).map(({ source }) => source);
  return [(messages[decidedAt] as ChatMessage).content, [...new Set(sources)].filter((source) => source !== 'user')];
}

function lastBy(name: string, messages: readonly TranscriptItem[]): number {
  return messages.findLastIndex((item) => isChatMessage(item) && item.source === name);
}

/** The decider's empty answer is an invalid one; anybody else's would leave a review that was none. */
function checkNobodyWasSilent(messages: readonly TranscriptItem[], decider: string): void {
  const silent = messages
    .filter(isChatMessage)
    .find(({ source, content }) => source !== decider && content.trim() === '');
  if (silent !== undefined) throw new PipelineError('review_invalid', `${silent.source} answered with nothing`);
}
