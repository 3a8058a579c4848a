import { Test } from '@nestjs/testing';
import { parse, type SymbolResolved, TrainingProgressed } from '@trademaster/contracts';
import type { WorkContext } from '@trademaster/messaging';
import { ARTIFACT_STORE, MlflowModule } from '@trademaster/mlflow';
import { exampleEvent } from '@trademaster/testkit';
import { trainerUnderTest } from '../../../libs/decision/test/trainer-under-test';
import { ENGINE_RUNNER } from '@trademaster/decision';
import { TrainerController } from './trainer.controller';
import { TrainerModule } from './trainer.module';

describe('the trainer', () => {
  it('given symbol.resolved, then model.trained of the same run, and every epoch for the screens', async () => {
    const { engine, run, store } = await trainerUnderTest();
    const app = await Test.createTestingModule({
      imports: [MlflowModule.forRoot({ trackingUri: 'http://127.0.0.1:9' }), TrainerModule],
    })
      .overrideProvider(ARTIFACT_STORE)
      .useValue(store)
      .overrideProvider(ENGINE_RUNNER)
      .useValue(engine)
      .compile();
    const progressed: TrainingProgressed[] = [];
    const log = { debug: jest.fn(), info: jest.fn(), warn: jest.fn(), error: jest.fn() };
    const work: WorkContext = {
      signal: new AbortController().signal,
      attempt: 0,
      log,
      progressed: () => undefined,
      publishEphemeral: (_type, key, data) => {
        expect(key).toBe(run.run_id);
        progressed.push(data as TrainingProgressed);
      },
    };
    const event = { ...exampleEvent('symbol.resolved'), data: { run } satisfies SymbolResolved };

    const [trained, ...rest] = await app.get(TrainerController).onSymbolResolved(event, work);

    expect(rest).toEqual([]);
    expect(trained).toMatchObject({
      type: 'model.trained',
      subject: run.symbol,
      key: run.run_id,
      correlationid: run.run_id,
      data: { run },
    });
    expect(progressed.map(({ seed, epoch }) => `${seed}:${epoch}`)).toEqual(expect.arrayContaining(['11:1', '47:3']));
    expect(progressed.map((data) => parse(TrainingProgressed, data).share_done)).toEqual(
      progressed.map((_, index) => (index + 1) / 9), // 3 seeds of 3 epochs
    );
  });
});
