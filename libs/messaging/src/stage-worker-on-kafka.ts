import type { EventPublisher } from './event-publisher';
import { ephemeralEvent } from './outgoing';
import { StageWorker } from './stage-worker';
import type { Handler } from './stage-worker-ports';
import type { StageTransportOptions } from './stage-transport-options';
import { deadLetterTopicOf } from './topics';

/** How often work that another worker holds is looked at again, milliseconds. */
const BUSY_POLL_MS = 500;

/** A stage's worker whose events, retries and dead letters go to Kafka. */
export function workerOnKafka(
  options: Required<StageTransportOptions>,
  publisher: EventPublisher,
  handle: Handler,
): StageWorker {
  const { stage, groupId, handlerRetryMs, retryTopicsMs, sessionTimeoutMs, log } = options;
  return new StageWorker({
    ...options,
    handle,
    contextOf: (event, signal, progressed) => ({
      signal,
      attempt: event.attempt,
      log,
      progressed,
      publishEphemeral: (type, key, data) => {
        progressed();
        publisher.publish(ephemeralEvent(stage, event, type, key, data)).catch((error: unknown) => {
          log.debug({ err: error }, `a ${type} was not published`);
        });
      },
    }),
    publish: (events) => publisher.publish(...events),
    deadLetter: (message, fault) => publisher.deadLetter(deadLetterTopicOf(stage), groupId, message, fault),
    retryLater: (next, message, fault) => publisher.retryLater(next, message, fault),
    leaseMs: sessionTimeoutMs,
    retryMs: handlerRetryMs,
    retryBudgetMs: retryTopicsMs,
    busyPollMs: BUSY_POLL_MS,
  });
}
