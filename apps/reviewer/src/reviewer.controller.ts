import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import {
  type OutgoingEvent,
  type PipelineEvent,
  type SignalInferred,
  type SignalReviewed,
  topicOf,
} from '@trademaster/contracts';
import type { WorkContext } from '@trademaster/messaging';
import { ReviewService } from '@trademaster/decision';

@Controller()
export class ReviewerController {
  constructor(private readonly reviews: ReviewService) {}

  @EventPattern<string>(topicOf('signal.inferred'))
  async onSignalInferred(
    @Payload() event: PipelineEvent<SignalInferred>,
    @Ctx() work: WorkContext,
  ): Promise<OutgoingEvent<SignalReviewed>[]> {
    const { attempt, signal, log } = work;
    work.progressed(this.reviews.longestMs(event.data.run));
    const data = await this.reviews.review(event.data, attempt, signal);
    const { action, changed_by, provenance, usage } = data.signal;
    log.info({ action, changed_by: changed_by?.agent, provenance, usage }, 'signal reviewed');
    const { run_id, symbol } = data.run;
    return [{ type: 'signal.reviewed', subject: symbol, key: run_id, correlationid: run_id, data }];
  }
}
