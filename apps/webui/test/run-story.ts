import { randomBytes, randomUUID } from 'node:crypto';
import {
  EVENT_TYPES,
  type EventType,
  PIPELINE_DAG_ID,
  type PipelineEvent,
  requestIdOf,
  uuidV5,
} from '@trademaster/contracts';
import { EXAMPLE_REQUEST, EXAMPLE_RUN_ID, EXAMPLE_SOURCE, exampleEvent, exampleFailure } from '@trademaster/testkit';

/** The example run's events, told of a run and a request that are nobody else's. */
export class RunStory {
  readonly runId = randomBytes(16).toString('hex');
  /** As its run.requested makes it. */
  readonly requestId = requestIdOf(EXAMPLE_SOURCE, PIPELINE_DAG_ID, this.idOf(exampleEvent('run.requested').id));

  event(type: EventType, overrides: Partial<PipelineEvent> = {}): PipelineEvent {
    const { id, ...event } = { ...exampleEvent(type), ...overrides } as PipelineEvent;
    const told = JSON.stringify(event)
      .replaceAll(EXAMPLE_RUN_ID, this.runId)
      .replaceAll(EXAMPLE_REQUEST.request_id, this.requestId);
    return { ...(JSON.parse(told) as PipelineEvent), id: this.idOf(id) };
  }

  private idOf(id: string): string {
    return uuidV5(this.runId + id);
  }

  /** From the request to its end, without failures. */
  get whole(): PipelineEvent[] {
    const others: EventType[] = ['run.failed', 'request.failed', 'run.retry_requested'];
    return EVENT_TYPES.filter((type) => !others.includes(type)).map((type) => this.event(type));
  }

  progress(epoch: number): PipelineEvent {
    const data = {
      run_id: this.runId,
      seed: 11,
      epoch,
      epochs: 12,
      validation_return: 0.01 * epoch,
      share_done: epoch / 12,
    };
    return this.event('training.progressed', { id: randomUUID(), data });
  }

  /** At the reviewer, as the reviewer and then the persister tell it. */
  get failure(): PipelineEvent[] {
    const failure = exampleFailure({ stage: 'reviewer', code: 'review_unavailable', retryable: true });
    const end = { run_id: this.runId, experiment_id: '7', symbol: 'SIMA', status: 'FAILED', attempt: 0, failure };
    return [
      this.event('run.failed', { data: { run_id: this.runId, request_id: this.requestId, symbol: 'SIMA', failure } }),
      this.event('run.persisted', { data: { ...(exampleEvent('run.persisted').data as object), run: end } }),
    ];
  }
}
