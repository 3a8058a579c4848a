import { join } from 'node:path';
import { settingsFrom, trainMember, type TrainingProgress } from '@trademaster/engine';
import { quickConfig, walkingBars } from '@trademaster/testkit';
import type { TrainJob } from './engine-job';
import { EngineWorkers } from './engine-workers';

const SCRIPT = join(__dirname, '..', '..', 'test', 'engine-worker.cjs');
const bars = walkingBars(260);
const settings = settingsFrom({ ...quickConfig(), calendar: '24x7' });
const job = (seed: number, overrides: Partial<TrainJob> = {}): TrainJob => ({
  kind: 'train',
  bars,
  settings,
  seed,
  ...overrides,
});
const never = new AbortController().signal;

describe('worker threads of the engine', () => {
  it('given one seed, when trained in a thread, then it is what this thread would have trained, epoch by epoch', async () => {
    const epochs: TrainingProgress[] = [];

    const member = await new EngineWorkers(1, SCRIPT).run(job(11), {
      signal: never,
      onEpoch: (progress) => epochs.push(progress),
    });

    expect(member).toEqual(trainMember(bars, settings, 11));
    expect(epochs.map(({ seed, epoch }) => [seed, epoch])).toEqual(member.curve.map(({ epoch }) => [11, epoch]));
  });

  it('given more jobs than threads, then one begins when another ends', async () => {
    const order: number[] = [];
    const workers = new EngineWorkers(1, SCRIPT);
    const onEpoch = ({ seed }: TrainingProgress) => order.push(seed);

    await Promise.all([11, 23, 47].map((seed) => workers.run(job(seed), { signal: never, onEpoch })));

    expect([...new Set(order)]).toEqual([11, 23, 47]);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('given a job that fails, then its error comes over whole and the thread is free again', async () => {
    const workers = new EngineWorkers(1, SCRIPT);

    await expect(workers.run(job(11, { bars: bars.slice(0, 60) }), { signal: never })).rejects.toMatchObject({
      name: 'PipelineError',
      code: 'data_too_short',
      field: 'config.split.train',
      retryable: false,
    });
    await expect(workers.run(job(11), { signal: never })).resolves.toMatchObject({ seed: 11 });
  });

  it('given an abort while it trains, then the job ends as training_cancelled', async () => {
    const abort = new AbortController();
    const endless = { ...settings, training: { ...settings.training, epochs: 1_000_000, patience: 1_000_000 } };

    const training = new EngineWorkers(1, SCRIPT).run(job(11, { settings: endless }), {
      signal: abort.signal,
      onEpoch: () => abort.abort(),
    });

    await expect(training).rejects.toMatchObject({ code: 'training_cancelled', retryable: true });
  });

  it('given an abort while it waits for a thread, then it never begins', async () => {
    const abort = new AbortController();
    const workers = new EngineWorkers(1, SCRIPT);
    const first = workers.run(job(11), { signal: never });
    const begun = jest.fn();
    const second = workers.run(job(23), { signal: abort.signal, onEpoch: begun });
    abort.abort();

    await first;
    await expect(second).rejects.toMatchObject({ code: 'training_cancelled' });
    expect(begun).not.toHaveBeenCalled();
  });

  it('given a script that breaks down, then the job fails as internal with the cause', async () => {
    const broken = new EngineWorkers(1, join(__dirname, '..', '..', 'test', 'no-such-script.cjs'));

    await expect(broken.run(job(11), { signal: never })).rejects.toMatchObject({
      code: 'internal',
      cause: { code: 'MODULE_NOT_FOUND' },
    });
  });
});
