import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { eventIdOf, type PipelineEvent, type RunFailed, stageWaitedFor } from '@trademaster/contracts';
import { asPipelineError } from '@trademaster/errors';
import type { RunLedger, RunRecord } from '@trademaster/ledger';
import type { EventPublisher, Log } from '@trademaster/messaging';
import { foldRun } from './run-fold';

/** A run whose end could not be written, because MLflow was away for example, is tried again this often. */
const ROUND_MS = 5 * 60_000;

/**
 * Ends runs that hang: says `run.failed` (`deadline_exceeded`) about each, which then goes the way of any failure.
 * Every persister sweeps; they all say the same event, and the ledger lets one of them count.
 */
@Injectable()
export class DeadlineSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private sweeping = false;

  constructor(
    private readonly ledger: Pick<RunLedger, 'overdueRuns' | 'factsOf'>,
    private readonly publisher: Pick<EventPublisher, 'connect' | 'publish' | 'disconnect'>,
    private readonly log: Pick<Log, 'info' | 'warn'>,
    private readonly intervalMs: number,
    private readonly clock: () => Date,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.publisher.connect();
    this.timer = setInterval(() => void this.sweepUnlessSweeping(), this.intervalMs);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.publisher.disconnect();
  }

  /** Says of each overdue run that it failed. Errors: `ledger_unavailable`, `broker_unavailable`. */
  async sweep(): Promise<void> {
    for (const run of await this.ledger.overdueRuns()) {
      const event = await this.failureOf(run);
      this.log.info({ run_id: run.runId, stage: event.data.failure.stage }, event.data.failure.message);
      await this.publisher.publish(event);
    }
  }

  private async sweepUnlessSweeping(): Promise<void> {
    if (this.sweeping) return;
    this.sweeping = true;
    try {
      await this.sweep();
    } catch (thrown) {
      this.log.warn({ code: asPipelineError(thrown).code }, `overdue runs wait: ${asPipelineError(thrown).message}`);
    } finally {
      this.sweeping = false;
    }
  }

  private async failureOf(run: RunRecord): Promise<PipelineEvent<RunFailed>> {
    const { runId, requestId, symbol, mode, attempt, deadlineAt } = run;
    const stage = stageWaitedFor(mode, foldRun(mode, await this.ledger.factsOf(runId)).facts);
    const round = Math.floor((this.clock().getTime() - deadlineAt.getTime()) / ROUND_MS);
    const message = `the run waited for ${stage} when its deadline ${deadlineAt.toISOString()} passed`;
    return {
      id: eventIdOf(`deadline:${runId}:${round}`, 'run.failed', symbol, attempt),
      type: 'run.failed',
      source: '/trademaster/persister',
      subject: symbol,
      time: deadlineAt.toISOString(),
      key: runId,
      correlationid: runId,
      attempt,
      data: {
        run_id: runId,
        request_id: requestId,
        symbol,
        failure: { stage, code: 'deadline_exceeded', message, retryable: false },
      },
    };
  }
}
