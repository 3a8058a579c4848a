import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { REPLY_JOURNAL } from '@trademaster/ledger';
import { ARTIFACT_STORE } from '@trademaster/mlflow';
import type { WorkContext } from '@trademaster/messaging';
import { ServiceMetrics } from '@trademaster/runtime';
import { exampleEvent, InMemoryArtifactStore, InMemoryReplyJournal } from '@trademaster/testkit';
import { proposal } from '../../../libs/decision/test/proposals';
import { ReviewerController } from './reviewer.controller';
import { REVIEWER_CONFIG, ReviewerModule } from './reviewer.module';

/** What runService brings. */
@Global()
@Module({
  providers: [
    { provide: REPLY_JOURNAL, useClass: InMemoryReplyJournal },
    { provide: ARTIFACT_STORE, useClass: InMemoryArtifactStore },
    { provide: ServiceMetrics, useFactory: () => new ServiceMetrics('reviewer') },
  ],
  exports: [REPLY_JOURNAL, ARTIFACT_STORE, ServiceMetrics],
})
class Surroundings {}

describe('reviewer', () => {
  it('given signal.inferred, when handled, then one signal.reviewed for the same run follows', async () => {
    const app = await Test.createTestingModule({ imports: [Surroundings, ReviewerModule] })
      .overrideProvider(REVIEWER_CONFIG)
      .useValue({})
      .compile();
    const quiet = () => undefined;
    const work: WorkContext = {
      signal: new AbortController().signal,
      attempt: 0,
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      progressed: quiet,
      publishEphemeral: quiet,
    };
    const data = proposal();
    const outgoing = await app
      .get(ReviewerController)
      .onSignalInferred(exampleEvent('signal.inferred', { data }), work);
    expect(outgoing).toEqual([
      expect.objectContaining({
        type: 'signal.reviewed',
        subject: 'SIMA',
        key: data.run.run_id,
        correlationid: data.run.run_id,
      }),
    ]);
  });
});
