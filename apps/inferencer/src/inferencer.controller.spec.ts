import type { WorkContext } from '@trademaster/messaging';
import { exampleEvent } from '@trademaster/testkit';
import type { InferenceService } from './inference.service';
import { InferencerController } from './inferencer.controller';

const inferred = exampleEvent('signal.inferred').data;
const log = { debug: jest.fn(), info: jest.fn(), warn: jest.fn(), error: jest.fn() };
const work: WorkContext = { signal: new AbortController().signal, attempt: 0, log, publishEphemeral: jest.fn() };

describe('the inferencer', () => {
  const infer = jest.fn().mockResolvedValue(inferred);
  const controller = new InferencerController({ infer } as unknown as InferenceService);
  const published = {
    type: 'signal.inferred',
    subject: inferred.run.symbol,
    key: inferred.run.run_id,
    correlationid: inferred.run.run_id,
    data: inferred,
  };

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
