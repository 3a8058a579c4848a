import type { OutgoingEvent, PipelineEvent } from '@trademaster/contracts';
import { createRedact } from '@trademaster/environment';
import { exampleEvent, exampleEventData, InMemoryStageLedger } from '@trademaster/testkit';
import type { Fault } from '../src/dead-letter';
import type { ReceivedMessage } from '../src/received-message';
import type { Delivery } from '../src/retry-topics';
import { StageWorker } from '../src/stage-worker';
import type { Handler, StageWorkerPorts, WorkControl } from '../src/stage-worker-ports';
import { UNOBSERVED } from '../src/transport-observer';
import { QUIET } from './quiet-log';

export const RESOLVED = exampleEvent('symbol.resolved');
export const TRAINED: OutgoingEvent = {
  type: 'model.trained',
  subject: 'SIMA',
  key: RESOLVED.key,
  data: exampleEventData('model.trained'),
};

export const ok: Handler = () => Promise.resolve([TRAINED]);
export const failing =
  (error: Error): Handler =>
  () =>
    Promise.reject(error);

/** A stage without Kafka, and what its workers did, in order. */
export class StageUnderTest {
  readonly ledger = new InMemoryStageLedger();
  readonly steps: string[] = [];
  readonly published: PipelineEvent[] = [];
  readonly aside: Delivery[] = [];
  readonly letters: { message: ReceivedMessage; fault: Fault }[] = [];

  worker(handle: Handler, overrides: Partial<StageWorkerPorts> = {}): StageWorker {
    const { ledger, steps, published, letters, aside } = this;
    const remembering = Object.assign(Object.create(ledger) as InMemoryStageLedger, {
      complete: async (...args: Parameters<InMemoryStageLedger['complete']>) => {
        const stored = await ledger.complete(...args);
        steps.push(`remember ${stored.kind}`);
        return stored;
      },
    });
    return new StageWorker({
      stage: 'trainer',
      ledger: remembering,
      handle,
      contextOf: ({ attempt }, signal, progressed) => ({
        signal,
        attempt,
        log: QUIET,
        progressed,
        publishEphemeral: () => undefined,
      }),
      publish: (events) => {
        steps.push(...events.map(({ type }) => `publish ${type}`));
        published.push(...events);
        return Promise.resolve();
      },
      deadLetter: (message, fault) => {
        steps.push('dead letter');
        letters.push({ message, fault });
        return Promise.resolve();
      },
      retryLater: ({ topic, retry }, message) => {
        steps.push(`put aside on ${topic.name}`);
        aside.push({ message, retries: retry, dueAt: 0 });
        return Promise.resolve();
      },
      crashPoint: () => undefined,
      observer: UNOBSERVED,
      log: QUIET,
      redact: createRedact(),
      leaseMs: 60_000,
      retryMs: 0,
      retryBudgetMs: 0,
      busyPollMs: 5,
      ...overrides,
    });
  }
}

/** A partition and a service that can be taken away. */
export function controllable() {
  const [lost, stopping, abandoned] = [new AbortController(), new AbortController(), new AbortController()];
  return {
    lose: () => lost.abort(),
    stop: () => stopping.abort(),
    signals: {
      lost: lost.signal,
      stopping: stopping.signal,
      abandoned: abandoned.signal,
      progressed: () => undefined,
    },
  };
}

export function fresh(message: ReceivedMessage): Delivery {
  return { message, retries: 0, dueAt: 0 };
}

export function unlimited(): WorkControl {
  return controllable().signals;
}
