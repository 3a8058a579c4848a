import { Module } from '@nestjs/common';
import { type ReplyJournal, reviewTeam } from '@trademaster/contracts';
import { REPLY_JOURNAL } from '@trademaster/ledger';
import { ARTIFACT_STORE, type ArtifactStore } from '@trademaster/mlflow';
import { ReviewService } from './review.service';
import { reviewerConfig } from './reviewer.config';
import { ReviewerController } from './reviewer.controller';
import { assembleCrew } from './team/assemble-crew';

@Module({
  controllers: [ReviewerController],
  providers: [
    {
      provide: ReviewService,
      inject: [REPLY_JOURNAL, ARTIFACT_STORE],
      useFactory: (journal: ReplyJournal, artifacts: ArtifactStore) => {
        const config = reviewerConfig();
        const loaded = reviewTeam(config.teamPath);
        return new ReviewService(loaded, assembleCrew(loaded.team, config, journal), artifacts);
      },
    },
  ],
})
export class ReviewerModule {}
