import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import {
  type OutgoingEvent,
  type PipelineEvent,
  type RunRequested,
  type SymbolRequested,
  type SymbolResolved,
  topicOf,
} from '@trademaster/contracts';
import type { WorkContext } from '@trademaster/messaging';
import { RequestResolutionService } from './request-resolution.service';
import { SymbolResolutionService } from './symbol-resolution.service';

@Controller()
export class SymbolResolverController {
  constructor(
    private readonly requests: RequestResolutionService,
    private readonly symbols: SymbolResolutionService,
  ) {}

  @EventPattern<string>(topicOf('run.requested'))
  async onRunRequested(
    @Payload() event: PipelineEvent<RunRequested>,
    @Ctx() { log }: WorkContext,
  ): Promise<OutgoingEvent[]> {
    const events = await this.requests.resolve(event);
    log.info({ runs: events.slice(1).map(({ subject, type }) => `${subject} ${type}`) }, 'request resolved');
    return events;
  }

  @EventPattern<string>(topicOf('symbol.requested'))
  async onSymbolRequested(
    @Payload() event: PipelineEvent<SymbolRequested>,
    @Ctx() { log }: WorkContext,
  ): Promise<OutgoingEvent<SymbolResolved>[]> {
    const run = await this.symbols.resolve(event.data);
    const { source, ticker } = run.instrument;
    log.info(
      { source, ticker, bars: run.bars.count, last: run.bars.last_date, trials: run.trials.count },
      'run pinned',
    );
    const revised = run.bars.revised_bars;
    if (revised) log.warn({ source, ticker, ...revised }, 'the source has changed bars that it gave to earlier runs');
    const { run_id, symbol } = run;
    return [{ type: 'symbol.resolved', subject: symbol, key: run_id, correlationid: run_id, data: { run } }];
  }
}
