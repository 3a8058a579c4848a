import { Logger } from '@nestjs/common';
import { type EventData, PIPELINE_DAG_ID, type PipelineEvent } from '@trademaster/contracts';
import { asPipelineError } from '@trademaster/errors';
import type { WorkflowSymbol } from '../storage/workflow-symbol.entity';
import type { RunTrigger } from './run-trigger';

/** Injection token of the Publisher. */
export const PUBLISHER = Symbol('PUBLISHER');

/** The part of messaging's EventPublisher that is needed here. */
export interface Publisher {
  publish(...events: PipelineEvent[]): Promise<void>;
}

/**
 * As the existing backend does: a new enabled symbol with an active link to the pipeline is run once, with conf
 * `{symbol, conid, workflow_symbol_id}`. Other workflows' links are none of ours. A broker that does not answer is
 * logged: the symbol is stored all the same.
 */
export class PublishingRunTrigger implements RunTrigger {
  private readonly log = new Logger(PublishingRunTrigger.name);

  constructor(private readonly publisher: Publisher) {}

  async symbolCreated(symbol: WorkflowSymbol): Promise<void> {
    const isOurs = symbol.workflows.some(({ dag_id, is_active }) => dag_id === PIPELINE_DAG_ID && is_active);
    if (!isOurs || !symbol.enabled) return;
    try {
      await this.publisher.publish(requestFor(symbol));
    } catch (error) {
      this.log.error(`no run was requested for the new symbol ${symbol.symbol}: ${asPipelineError(error).message}`);
    }
  }
}

function requestFor({ id, symbol, conid, created_at }: WorkflowSymbol): PipelineEvent<EventData['run.requested']> {
  const requestId = `symbol_created__${symbol}__${created_at}`;
  return {
    id: requestId,
    type: 'run.requested',
    source: '/trademaster/webui',
    subject: symbol,
    time: new Date(created_at).toISOString(),
    key: requestId,
    attempt: 0,
    data: {
      dag_id: PIPELINE_DAG_ID,
      execution_id: requestId,
      symbol,
      ...(conid === null || conid < 0 ? {} : { conid }),
      workflow_symbol_id: id,
    },
  };
}
