import { setTimeout as sleep } from 'node:timers/promises';
import type { PipelineEvent } from '@trademaster/contracts';
import { asPipelineError, PipelineError } from '@trademaster/errors';
import { EventPublisher, noteOffsets, type NotedOffsets, waitingRetries, watchEvents } from '@trademaster/messaging';
import { FOLLOWED_EVENTS, type RequestProgress } from './request-progress';

const CLIENT_ID = 'trademaster-cli';
/** How often a watch that lost the broker is begun anew before it is given up: the broker may be restarting. */
const NEW_WATCHES = 5;
/** How often the retry topics are looked at; a message waits there for ten seconds and more. */
const RETRIES_EVERY_MS = 5_000;

/** Publishes one event and returns when the broker has it. */
export async function publish(brokers: string[], event: PipelineEvent): Promise<void> {
  const publisher = new EventPublisher({ brokers, clientId: CLIENT_ID });
  try {
    await publisher.connect();
    await publisher.publish(event);
  } finally {
    await publisher.disconnect();
  }
}

export interface FollowOptions {
  brokers: string[];
  event: PipelineEvent;
  progress: RequestProgress;
  onLine: (line: string) => void;
  timeoutMs: number;
}

/**
 * Publishes an event and follows what comes of it to its end. The offsets are noted before, so that nothing is missed
 * however fast the services are. Throws `broker_unavailable`, and `deadline_exceeded` when the end does not come: the
 * request itself goes on then.
 */
export async function publishAndFollow(options: FollowOptions): Promise<void> {
  const { brokers, event, timeoutMs } = options;
  const offsets = await noteOffsets({ brokers, clientId: CLIENT_ID }, FOLLOWED_EVENTS);
  await publish(brokers, event);
  const tooLate = AbortSignal.timeout(timeoutMs);
  const over = new AbortController();
  const telling = tellWhatWaits(options, AbortSignal.any([over.signal, tooLate]));
  try {
    await watch(options, offsets, tooLate);
  } finally {
    over.abort();
    await telling;
  }
  if (options.progress.isOver) return;
  const minutes = Math.round(timeoutMs / 60_000);
  throw new PipelineError('deadline_exceeded', `no end was seen within ${minutes} minutes; the request itself goes on`);
}

async function watch(options: FollowOptions, offsets: NotedOffsets, tooLate: AbortSignal): Promise<void> {
  for (let watches = 1; ; watches++) {
    try {
      return await watchOnce(options, offsets, tooLate);
    } catch (error) {
      const { code } = asPipelineError(error);
      if (code !== 'broker_unavailable' || watches === NEW_WATCHES || tooLate.aborted) throw error;
    }
  }
}

/** What waits for a retry publishes no event: it is found where it waits. */
async function tellWhatWaits({ brokers, progress, onLine }: FollowOptions, over: AbortSignal): Promise<void> {
  while (await paused(RETRIES_EVERY_MS, over)) {
    try {
      const waiting = await waitingRetries({ brokers, clientId: CLIENT_ID });
      if (!over.aborted) for (const line of progress.takeWaiting(waiting)) onLine(line);
    } catch {
      // Kafka does not answer: the watch says so if that lasts
    }
  }
}

/** False when the signal came before. */
function paused(milliseconds: number, over: AbortSignal): Promise<boolean> {
  return sleep(milliseconds, undefined, { signal: over }).then(
    () => true,
    () => false,
  );
}

async function watchOnce(options: FollowOptions, from: NotedOffsets, tooLate: AbortSignal): Promise<void> {
  const { brokers, progress, onLine } = options;
  const over = new AbortController();
  await watchEvents({
    brokers,
    clientId: CLIENT_ID,
    types: FOLLOWED_EVENTS,
    from,
    onEvent: (event) => {
      const line = progress.take(event);
      if (line !== undefined) onLine(line);
      if (progress.isOver) over.abort();
    },
    signal: AbortSignal.any([over.signal, tooLate]),
  });
}
