import { Test } from '@nestjs/testing';
import type { WorkContext } from '@trademaster/messaging';
import { MlflowModule } from '@trademaster/mlflow';
import { exampleEvent } from '@trademaster/testkit';
import { InferenceService } from '@trademaster/decision';
import { InferencerController } from './inferencer.controller';
import { InferencerModule } from './inferencer.module';

const inferred = exampleEvent('signal.inferred').data;
const log = { debug: jest.fn(), info: jest.fn(), warn: jest.fn(), error: jest.fn() };
const work: WorkContext = {
  signal: new AbortController().signal,
  attempt: 0,
  log,
  progressed: jest.fn(),
  publishEphemeral: jest.fn(),
};

describe('the inferencer', () => {
  let controller: InferencerController;
  let infer: jest.SpiedFunction<InferenceService['infer']>;
  const published = {
    type: 'signal.inferred',
    subject: inferred.run.symbol,
    key: inferred.run.run_id,
    correlationid: inferred.run.run_id,
    data: inferred,
  };

  beforeEach(async () => {
    const app = await Test.createTestingModule({
      imports: [MlflowModule.forRoot({ trackingUri: 'http://127.0.0.1:9' }), InferencerModule],
    }).compile();
    controller = app.get(InferencerController);
    infer = jest.spyOn(app.get(InferenceService), 'infer').mockResolvedValue(inferred);
  });

  it('given model.trained, then the signal of the model that was just trained', async () => {
    const event = exampleEvent('model.trained');

    expect(await controller.onModelTrained(event, work)).toEqual([published]);
    expect(infer).toHaveBeenLastCalledWith(event.data.run, event.data.training);
  });

  it('given symbol.resolved, then the signal of the pinned model', async () => {
    const event = exampleEvent('symbol.resolved');

    expect(await controller.onSymbolResolved(event, work)).toEqual([published]);
    expect(infer).toHaveBeenLastCalledWith(event.data.run, undefined);
  });
});
