import { EVENT_TYPES, type Stage, STAGES, topicOf } from '@trademaster/contracts';

/** Partitions of a topic where nobody says otherwise. */
export const DEFAULT_PARTITIONS = 4;
export const MAX_EVENT_BYTES = 1024 * 1024;
/** A message that is put aside is larger than its original by its headers. */
const MAX_PUT_ASIDE_BYTES = 2 * MAX_EVENT_BYTES;

const DAY_MS = 24 * 60 * 60_000;

export interface TopicDeclaration {
  name: string;
  partitions: number;
  retentionMs: number;
  maxMessageBytes: number;
}

/** A stage's topic of messages that failed for now: each is tried again when `delayMs` have passed. */
export interface RetryTopic {
  name: string;
  delayMs: number;
}

/** Where a stage puts the messages that it cannot work with: `<stage>-dlt`. */
export function deadLetterTopicOf(stage: Stage): string {
  return `${stage}-dlt`;
}

/** `<stage>-retry-10s`, `<stage>-retry-60s`, the shorter one first. */
export function retryTopicsOf(stage: Stage): { short: RetryTopic; long: RetryTopic } {
  const topic = (seconds: number): RetryTopic => ({ name: `${stage}-retry-${seconds}s`, delayMs: seconds * 1000 });
  return { short: topic(10), long: topic(60) };
}

/**
 * Every topic of the pipeline, with its partitions, retention and size: one per event, two of retries and one of dead
 * letters per stage. Facts stay for a month, dead letters long enough for somebody to come back from holiday.
 */
export function declaredTopics(partitions: number = DEFAULT_PARTITIONS): TopicDeclaration[] {
  const events = EVENT_TYPES.map((type) => ({
    name: topicOf(type),
    partitions,
    retentionMs: (type === 'training.progressed' ? 1 : 30) * DAY_MS,
    maxMessageBytes: MAX_EVENT_BYTES,
  }));
  const putAside = STAGES.flatMap((stage) => {
    const { short, long } = retryTopicsOf(stage);
    const topic = (name: string, days: number): TopicDeclaration => ({
      name,
      partitions,
      retentionMs: days * DAY_MS,
      maxMessageBytes: MAX_PUT_ASIDE_BYTES,
    });
    return [topic(short.name, 7), topic(long.name, 7), topic(deadLetterTopicOf(stage), 90)];
  });
  return [...events, ...putAside];
}
