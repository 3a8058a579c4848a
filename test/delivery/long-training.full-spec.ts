import type { TrainingProgressed } from '@trademaster/contracts';
import { effectsOf, ONE_OF_EACH } from '../support/effects';
import { epochsTrainedTwice, longTraining } from '../support/long-training';
import { PipelineUnderTest } from '../support/pipeline-under-test';

const EPOCHS = 1000;
const BARS = 900;
const TWO_MINUTES_MS = 120_000;
const PATIENCE_MS = 900_000;
jest.setTimeout(PATIENCE_MS);

describe('a training of minutes', () => {
  let pipeline: PipelineUnderTest;
  beforeAll(async () => {
    pipeline = await PipelineUnderTest.start();
  });
  afterAll(() => pipeline?.stop());

  it('given it takes two minutes and more, when a second and a third trainer join meanwhile, then it is done once', async () => {
    const since = pipeline.events.events.length;
    const requestId = await pipeline.request(longTraining(EPOCHS, BARS));
    const begun = Date.now();
    const progress = (fits: (progressed: TrainingProgressed) => boolean) =>
      pipeline.events.next<TrainingProgressed>(
        'progress',
        ({ type, data }) => type === 'training.progressed' && fits(data as TrainingProgressed),
        since,
        PATIENCE_MS,
      );
    const { data } = await progress(() => true);
    await pipeline.services.startAnother('trainer');
    await progress(({ epoch }) => epoch >= EPOCHS / 2);
    await pipeline.services.startAnother('trainer');
    await progress(({ epoch }) => epoch === EPOCHS);
    expect(Date.now() - begun).toBeGreaterThan(TWO_MINUTES_MS);
    const completed = await pipeline.completed(requestId, since);
    expect(completed.status).toBe('succeeded');
    expect(epochsTrainedTwice(pipeline.events.events, data.run_id)).toEqual([]);
    expect(await effectsOf(pipeline, completed)).toEqual(ONE_OF_EACH);
  });
});
