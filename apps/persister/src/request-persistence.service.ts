import { Injectable } from '@nestjs/common';
import {
  canonicalJson,
  type OutgoingEvent,
  PIPELINE_DAG_ID,
  type PipelineEvent,
  type RequestFailed,
  type RequestResolved,
  requestIdOf,
  type RunRequested,
} from '@trademaster/contracts';
import type { RunLedger } from '@trademaster/ledger';
import { completedEvent, failedRequest, type RequestCompletion } from './request-completion.service';

/** Keeps what concerns a whole request, and answers requests that were made before. */
@Injectable()
export class RequestPersistenceService {
  constructor(
    private readonly ledger: Pick<RunLedger, 'recordFact' | 'factsOf' | 'completionOf'>,
    private readonly completion: Pick<RequestCompletion, 'completeIfDue'>,
  ) {}

  /**
   * The transport hands over every record of a request, repetitions too. A repetition of a request that has ended gets
   * its recorded outcome, flagged; while it goes on, its own end will do; another payload is a conflict, which
   * symbol-resolver refuses.
   */
  async onRunRequested(event: PipelineEvent<RunRequested>): Promise<OutgoingEvent[]> {
    const requestId = requestIdOf(event.source, event.data.dag_id ?? PIPELINE_DAG_ID, event.id);
    const first = (await this.ledger.factsOf(requestId)).find(({ type }) => type === 'run.requested');
    if (!first) {
      await this.ledger.recordFact(requestId, event);
      return [];
    }
    if (canonicalJson(first.data) !== canonicalJson(event.data)) return [];
    const ended = await this.ledger.completionOf(requestId);
    return ended ? [completedEvent({ ...ended.completed, repeated: true }, ended.attempt)] : [];
  }

  async onRequestResolved(event: PipelineEvent<RequestResolved>): Promise<OutgoingEvent[]> {
    await this.ledger.recordFact(event.data.request_id, event);
    return this.completion.completeIfDue(event.data.request_id, event);
  }

  /**
   * A conflict never ends the request that was there first. Whoever caused it is told through `request.completed` once
   * nobody else waits for the same id any more; until then `request.failed` is the answer.
   */
  async onRequestFailed(event: PipelineEvent<RequestFailed>): Promise<OutgoingEvent[]> {
    const { request_id, failure } = event.data;
    if (failure.code === 'request_conflict') {
      const ended = await this.ledger.completionOf(request_id);
      return ended ? [completedEvent(failedRequest(event.data), ended.attempt)] : [];
    }
    await this.ledger.recordFact(request_id, event);
    return this.completion.completeIfDue(request_id, event);
  }
}
