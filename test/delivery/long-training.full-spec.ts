import type { TrainingProgressed } from '@trademaster/contracts';
import { effectsOf, ONE_OF_EACH } from '../support/effects';
import { epochsTrainedTwice, longTraining } from '../support/long-training';
import { PipelineUnderTest } from '../support/pipeline-under-test';

/** As many as a run may have. */
const EPOCHS = 1000;
const TWO_MINUTES_MS = 120_000;
/** Measured first, to know how many bars make two minutes on this machine. */
const SHORT = { epochs: 100, bars: 900 };
const PATIENCE_MS = 900_000;
jest.setTimeout(PATIENCE_MS);

describe('a training of minutes', () => {
  let pipeline: PipelineUnderTest;
  beforeAll(async () => {
    pipeline = await PipelineUnderTest.start();
  });
  afterAll(() => pipeline?.stop());

  it('given it takes two minutes and more, when a second and a third trainer join meanwhile, then it is done once', async () => {
    const barMs = (await shortTrainingMs()) / (SHORT.epochs * SHORT.bars);
    const bars = Math.ceil((1.25 * TWO_MINUTES_MS) / (EPOCHS * barMs));
    const since = pipeline.events.events.length;
    const requestId = await pipeline.request(longTraining(EPOCHS, bars));
    const { data } = await progress(since, () => true);
    const begun = Date.now();
    await pipeline.services.startAnother('trainer');
    await progress(since, ({ epoch }) => epoch >= EPOCHS / 2);
    await pipeline.services.startAnother('trainer');
    await progress(since, ({ epoch }) => epoch === EPOCHS);
    expect(Date.now() - begun).toBeGreaterThan(TWO_MINUTES_MS);
    const completed = await pipeline.completed(requestId, since);
    expect(completed.status).toBe('succeeded');
    expect(epochsTrainedTwice(pipeline.events.events, data.run_id)).toEqual([]);
    expect(await effectsOf(pipeline, completed)).toEqual(ONE_OF_EACH);
  });

  function progress(since: number, fits: (progressed: TrainingProgressed) => boolean) {
    return pipeline.events.next<TrainingProgressed>(
      'progress',
      ({ type, data }) => type === 'training.progressed' && fits(data as TrainingProgressed),
      since,
      PATIENCE_MS,
    );
  }

  /** From its first epoch's end to its last one's, as if the first one had taken no time. */
  async function shortTrainingMs(): Promise<number> {
    const since = pipeline.events.events.length;
    const requestId = await pipeline.request(longTraining(SHORT.epochs, SHORT.bars));
    await progress(since, () => true);
    const begun = Date.now();
    await progress(since, ({ epoch }) => epoch === SHORT.epochs);
    const milliseconds = Date.now() - begun;
    await pipeline.completed(requestId, since);
    return milliseconds;
  }
});
