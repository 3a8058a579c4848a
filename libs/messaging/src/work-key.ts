import { canonicalJson, type PipelineEvent, sha256Hex, type Stage, uuidV5, type WorkKey } from '@trademaster/contracts';
import { causeIdOf } from './event-identity';
import type { ReceivedMessage } from './received-message';

/**
 * The key under which a stage's outcome is remembered: the event's id, except for requests, whose ids come from outside
 * and may be used twice:
 * - symbol-resolver: one work per request and payload. The same payload again re-emits the recorded events; another
 *   payload under the same id is work of its own, and gets to see the conflict.
 * - persister: one work per record on the topic, so that it sees every repetition and can answer it with the recorded
 *   outcome; a redelivery of one record still is the same work.
 */
export function workKeyOf(
  stage: Stage,
  event: PipelineEvent,
  { topic, partition, offset }: Pick<ReceivedMessage, 'topic' | 'partition' | 'offset'>,
): WorkKey {
  if (event.type !== 'run.requested') return { stage, inputEventId: event.id, attempt: event.attempt };
  const distinction = stage === 'persister' ? [topic, partition, offset] : [sha256Hex(canonicalJson(event.data))];
  return { stage, inputEventId: uuidV5(JSON.stringify([causeIdOf(event), ...distinction])), attempt: event.attempt };
}
