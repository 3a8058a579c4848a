import { Module } from '@nestjs/common';
import { type ReplyJournal, reviewTeam } from '@trademaster/contracts';
import { REPLY_JOURNAL } from '@trademaster/ledger';
import { ARTIFACT_STORE, type ArtifactStore } from '@trademaster/mlflow';
import { ReviewService } from '@trademaster/decision';
import { ServiceMetrics } from '@trademaster/runtime';
import { type ReviewerConfig, reviewerConfig } from './reviewer.config';
import { ReviewerController } from './reviewer.controller';
import { assembleCrew } from './assemble-crew';
import { ReviewMetrics } from './review-metrics';

/** Injection token of the ReviewerConfig. */
export const REVIEWER_CONFIG = Symbol('REVIEWER_CONFIG');

@Module({
  controllers: [ReviewerController],
  providers: [
    { provide: REVIEWER_CONFIG, useFactory: () => reviewerConfig() },
    {
      provide: ReviewMetrics,
      inject: [ServiceMetrics],
      useFactory: (metrics: ServiceMetrics) => new ReviewMetrics(metrics),
    },
    {
      provide: ReviewService,
      inject: [REVIEWER_CONFIG, REPLY_JOURNAL, ARTIFACT_STORE, ReviewMetrics],
      useFactory: (config: ReviewerConfig, journal: ReplyJournal, artifacts: ArtifactStore, metrics: ReviewMetrics) => {
        const loaded = reviewTeam(config.teamPath);
        const crewOf = assembleCrew(loaded.team, config, journal, metrics);
        return new ReviewService(loaded, crewOf, artifacts, config.endpoint?.timeoutMs);
      },
    },
  ],
})
export class ReviewerModule {}
