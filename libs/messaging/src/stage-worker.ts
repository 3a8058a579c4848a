import {
  ACTS_ON,
  actsOn,
  type Lease,
  type PipelineEvent,
  type Stage,
  type StageOutcome,
  type WorkKey,
} from '@trademaster/contracts';
import { asPipelineError, PipelineError } from '@trademaster/errors';
import { decodeEvent, validateEvent } from './cloud-event-codec';
import { type Fault, scrubbedStack } from './dead-letter';
import { identityOf } from './event-identity';
import { failedUnread, failedWith, failureOf } from './failure-event';
import { keepLease } from './lease-keeper';
import { succeededWith } from './outgoing';
import type { ReceivedMessage } from './received-message';
import { pausedFor, withRetry } from './retry-policy';
import { type Delivery, type NextRetry, nextRetry } from './retry-topics';
import type { StageWorkerPorts, WorkControl } from './stage-worker-ports';
import type { Handled } from './transport-observer';
import { workKeyOf } from './work-key';
import { Abandoned, untilDone } from './until-done';
import { withinWork } from './work-scope';

interface Settled {
  outcome: StageOutcome;
  fault?: Fault;
}

/** Failed for now: nothing is remembered, the message is to wait on a retry topic. */
interface Deferred {
  later: NextRetry;
  fault: Fault;
}

/**
 * What a stage does with one message, whatever carries it: read, claim, handle, remember (the first outcome wins),
 * retry topic or dead letter, publish the winner's events. Knows nothing of partitions and offsets.
 */
export class StageWorker {
  constructor(private readonly ports: StageWorkerPorts) {}

  /** True when everything that the message asked for is done and it may be committed. */
  async work(delivery: Delivery, control: WorkControl): Promise<boolean> {
    const startedAt = performance.now();
    const { message } = delivery;
    try {
      const how = await this.handleMessage(delivery, control);
      this.ports.observer.handled(message.topic, how, (performance.now() - startedAt) / 1000);
      return true;
    } catch (error) {
      if (error instanceof Abandoned) return false;
      throw error;
    }
  }

  private async handleMessage(delivery: Delivery, control: WorkControl): Promise<Handled> {
    const { stage } = this.ports;
    const { message } = delivery;
    let decoded: PipelineEvent | undefined;
    let event: PipelineEvent;
    try {
      decoded = decodeEvent(message);
      if (!acts(stage, decoded)) return 'skipped';
      event = validateEvent(decoded);
    } catch (thrown) {
      const fault = this.faultOf(thrown);
      this.ports.log.error({ err: thrown, ...placeOf(message) }, 'a message cannot be read');
      await this.settle(message, { outcome: failedUnread(stage, message, decoded, fault.failure), fault }, control);
      return 'unread';
    }
    return withinWork(event, async () => {
      const reached = await this.outcomeOf(event, delivery, control);
      if ('later' in reached) {
        await this.defer(message, reached, control);
        return 'deferred';
      }
      const { repeated, ...settled } = reached;
      await this.settle(message, settled, control);
      this.ports.log.info({ outcome: settled.outcome.kind, repeated, ...placeOf(message) }, `${event.type} handled`);
      return repeated ? 'repeated' : settled.outcome.kind;
    });
  }

  /** Goes on until the retry topic has it: without that there is no commit. */
  private async defer(message: ReceivedMessage, { later, fault }: Deferred, control: WorkControl): Promise<void> {
    const { crashPoint, log, retryLater } = this.ports;
    const { topic, retry, of } = later;
    await this.untilDone('putting it aside', ours(control), control, () => retryLater(later, message, fault));
    log.warn({ code: fault.failure.code, retry, of, ...placeOf(message) }, `waits on ${topic.name}`);
    crashPoint('before_commit', message.topic);
  }

  /** Dead letter, then events. Neither is given up while the partition is ours: without them there is no commit. */
  private async settle(message: ReceivedMessage, { outcome, fault }: Settled, control: WorkControl): Promise<void> {
    const { crashPoint, deadLetter, observer, publish, stage } = this.ports;
    const until = ours(control);
    if (outcome.kind === 'failed') {
      await this.untilDone('dead letter', until, control, () =>
        deadLetter(message, fault ?? rememberedFault(stage, outcome)),
      );
      observer.deadLettered(message.topic);
    }
    crashPoint('before_publish', message.topic);
    if (outcome.outputs.length > 0) await this.untilDone('publishing', until, control, () => publish(outcome.outputs));
    crashPoint('before_commit', message.topic);
  }

  private async outcomeOf(
    event: PipelineEvent,
    delivery: Delivery,
    control: WorkControl,
  ): Promise<(Settled & { repeated: boolean }) | Deferred> {
    const { busyPollMs, crashPoint, leaseMs, ledger, stage } = this.ports;
    const { message } = delivery;
    const key = workKeyOf(stage, event, message);
    const waiting = AbortSignal.any([control.lost, control.stopping]);
    for (;;) {
      const claim = await this.untilDone('claiming the work', waiting, control, () => ledger.claim(key, leaseMs));
      if (claim.state === 'done') return { outcome: claim.outcome, repeated: true };
      if (claim.state === 'busy') {
        control.progressed();
        await pausedFor(busyPollMs, waiting);
        continue;
      }
      const computed = await this.compute(event, delivery, claim.lease, control);
      if (computed === undefined) continue;
      if ('later' in computed) return computed;
      const stored = await this.remember(key, event, computed, control);
      crashPoint('after_ledger', message.topic);
      return { ...stored, repeated: false };
    }
  }

  /** Undefined when it was interrupted: then nothing is known about the work, and the lease is given back. */
  private async compute(
    event: PipelineEvent,
    delivery: Delivery,
    lease: Lease,
    control: WorkControl,
  ): Promise<Settled | Deferred | undefined> {
    const { contextOf, crashPoint, handle, leaseMs, ledger, log, observer, stage } = this.ports;
    const { message, retries } = delivery;
    const kept = keepLease(ledger, lease, leaseMs, log);
    const aborted = AbortSignal.any([kept.lost, control.abandoned]);
    const noRetry = AbortSignal.any([aborted, control.lost, control.stopping]);
    try {
      crashPoint('before_compute', message.topic);
      const outgoing = await withRetry(() => handle(event, contextOf(event, aborted, control.progressed)), {
        budgetMs: retries === 0 ? this.ports.retryMs : 0,
        isRetryable: (error) => asPipelineError(error).retryable,
        signal: noRetry,
        onRetry: (error, pauseMs) => {
          control.progressed();
          observer.retried(message.topic);
          log.warn({ err: error, pause_ms: pauseMs }, 'the handler failed and is tried again');
        },
      });
      return { outcome: succeededWith(stage, event, outgoing) };
    } catch (thrown) {
      const fault = this.faultOf(thrown);
      if (aborted.aborted || (noRetry.aborted && fault.failure.retryable)) {
        await this.giveBack(lease);
        return undefined;
      }
      const later = fault.failure.retryable ? nextRetry(stage, retries, this.ports.retryBudgetMs) : undefined;
      if (later !== undefined) {
        await this.giveBack(lease);
        return { later, fault };
      }
      log.error({ err: thrown, code: fault.failure.code }, `${event.type} failed`);
      return { outcome: failedWith(stage, event, fault.failure), fault };
    } finally {
      kept.stop();
    }
  }

  /** Stores the outcome unless there is one already. An outcome that the ledger refuses for good becomes a failure. */
  private async remember(
    key: WorkKey,
    event: PipelineEvent,
    computed: Settled,
    control: WorkControl,
  ): Promise<Settled> {
    const { ledger, stage } = this.ports;
    const store = async (settled: Settled): Promise<Settled> => {
      const stored = await ledger.complete(key, settled.outcome);
      return stored.kind === 'failed' && settled.fault !== undefined
        ? { outcome: stored, fault: settled.fault }
        : { outcome: stored };
    };
    const refused = (error: unknown): boolean => error instanceof PipelineError && !error.retryable;
    return this.untilDone('storing the outcome', control.abandoned, control, async () => {
      try {
        return await store(computed);
      } catch (error) {
        if (computed.outcome.kind === 'failed' || !refused(error)) throw error;
        const fault = this.faultOf(error);
        return store({ outcome: failedWith(stage, event, fault.failure), fault });
      }
    });
  }

  private async giveBack(lease: Lease): Promise<void> {
    try {
      await this.ports.ledger.release(lease);
    } catch (error) {
      this.ports.log.warn({ err: error }, 'the lease could not be given back; it runs out by itself');
    }
  }

  private faultOf(thrown: unknown): Fault {
    const { redact, stage } = this.ports;
    return { failure: failureOf(stage, asPipelineError(thrown), redact), stack: scrubbedStack(thrown, redact) };
  }

  private untilDone<T>(
    what: string,
    until: AbortSignal,
    { progressed }: WorkControl,
    work: () => Promise<T>,
  ): Promise<T> {
    return untilDone(work, until, (error, pauseMs) => {
      progressed();
      this.ports.log.warn({ err: error, pause_ms: pauseMs }, `${what} failed; once more`);
    });
  }
}

/** As long as the partition is ours to speak for. */
function ours({ abandoned, lost }: WorkControl): AbortSignal {
  return AbortSignal.any([lost, abandoned]);
}

/** An event whose mode is unknown, or that has none, is acted on by everybody who listens. */
function acts(stage: Stage, event: PipelineEvent): boolean {
  const { mode } = identityOf(event);
  return mode === undefined ? ACTS_ON[stage][event.type] !== undefined : actsOn(stage, event.type, mode);
}

/** What is known about a failure that an earlier delivery ran into. */
function rememberedFault(stage: Stage, { outputs }: StageOutcome): Fault {
  const data = outputs[0]?.data as { failure?: Fault['failure'] } | undefined;
  const unknown = { stage, code: 'internal', message: 'failed at an earlier delivery', retryable: false } as const;
  return { failure: data?.failure ?? unknown };
}

function placeOf({ topic, partition, offset }: ReceivedMessage): object {
  return { topic, partition, offset };
}
