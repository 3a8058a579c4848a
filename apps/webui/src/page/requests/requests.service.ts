import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  type EventData,
  PIPELINE_DAG_ID,
  type PipelineEvent,
  requestIdOf,
  type RunRequested,
  SAMPLE_CONFIG,
  SAMPLE_SYMBOL,
  SAMPLE_WORKFLOW_SYMBOL,
} from '@trademaster/contracts';
import { asPipelineError } from '@trademaster/errors';
import { notFound, Refusal } from '../../http/refusal';
import { PUBLISHER, type Publisher } from '../../run-trigger/publishing-run-trigger';
import { WorkflowSymbolsService } from '../../workflow-symbols/workflow-symbols.service';
import type { Requested, RequestView, RetryRequested } from '../contract';
import { EventFeed } from '../events/event-feed';
import { EventStore } from '../events/event-store';
import { RunTable } from '../runs/run-table';
import { requestView } from './request-view';

const SOURCE = '/trademaster/webui';
const REQUESTED_BY = 'web page';

/** Runs that people ask for on the page. Throws 503 when Kafka does not take it: nothing was requested then. */
@Injectable()
export class RequestsService {
  constructor(
    @Inject(PUBLISHER) private readonly publisher: Publisher,
    private readonly events: EventStore,
    private readonly feed: EventFeed,
    private readonly runs: RunTable,
    private readonly symbols: WorkflowSymbolsService,
  ) {}

  /** `key`: the requester's id of the request; the same key with the same data is the same request. */
  async request(key: string, data: RunRequested): Promise<Requested> {
    const requestId = requestIdOf(SOURCE, data.dag_id ?? PIPELINE_DAG_ID, key);
    const about = { id: key, type: 'run.requested', subject: requestId, key: requestId } as const;
    await this.publish({ ...about, source: SOURCE, time: new Date().toISOString(), attempt: 0, data });
    return { request_id: requestId };
  }

  /** Registers the sample symbol where it is not, and asks for the run that `npm start` shows, whatever its link says. */
  async sample(key: string): Promise<Requested> {
    await this.symbols.add(SAMPLE_WORKFLOW_SYMBOL).catch((error: unknown) => {
      if (!(error instanceof Refusal) || error.getStatus() !== 409) throw error;
    });
    return this.request(key, { symbol: SAMPLE_SYMBOL, config: SAMPLE_CONFIG as Record<string, unknown> });
  }

  /** Throws 404 for what nobody has heard of. */
  async view(requestId: string): Promise<RequestView> {
    const [events, runs] = await Promise.all([this.events.ofRequest(requestId), this.runs.ofRequest(requestId)]);
    const view = requestView(requestId, events, runs);
    if (view === undefined) throw notFound(`Request ${requestId}`);
    return view;
  }

  /** Throws 404, and 409 for a run that has not failed. Asked twice for the same attempt, it is started once. */
  async retry(runId: string): Promise<RetryRequested> {
    const run = await this.runs.one(runId);
    if (run === undefined) throw notFound(`Run ${runId}`);
    if (run.status !== 'FAILED')
      throw new Refusal(409, `Run ${runId} is ${run.status}: only a failed run can be retried`);
    const attempt = run.attempt + 1;
    const data: EventData['run.retry_requested'] = { run_id: runId, attempt, requested_by: REQUESTED_BY };
    const about = {
      id: randomUUID(),
      type: 'run.retry_requested',
      subject: runId,
      key: runId,
      correlationid: runId,
    } as const;
    await this.publish({ ...about, source: SOURCE, time: new Date().toISOString(), attempt: 0, data });
    return { attempt };
  }

  /** What Kafka took is stored here at once: who looks right after finds it. From Kafka it comes again, as a duplicate. */
  private async publish(event: PipelineEvent): Promise<void> {
    try {
      await this.publisher.publish(event);
    } catch (thrown) {
      const { code, message } = asPipelineError(thrown);
      if (code !== 'broker_unavailable') throw thrown;
      throw new Refusal(503, `nothing was requested: ${message}`);
    }
    await this.events.keep([{ event, recordedAt: new Date().toISOString() }]);
    this.feed.wake();
  }
}
