/** Every fact that travels. `training.progressed` is for screens only: nobody stores it. */
export const EVENT_TYPES = [
  'run.requested',
  'run.retry_requested',
  'request.resolved',
  'request.failed',
  'request.completed',
  'symbol.requested',
  'symbol.resolved',
  'training.progressed',
  'model.trained',
  'signal.inferred',
  'signal.reviewed',
  'run.failed',
  'run.persisted',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

const PREFIX = 'trademaster.';
const VERSION = '.v1';

/** The CloudEvents `type` of an event, which is also the name of its topic: `trademaster.<event>.v1`. */
export function topicOf(type: EventType): string {
  return `${PREFIX}${type}${VERSION}`;
}

/** The event of a topic, or undefined for a topic that is none of ours. */
export function eventTypeOf(topic: string): EventType | undefined {
  return EVENT_TYPES.find((type) => topicOf(type) === topic);
}
