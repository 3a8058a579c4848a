import { ModelTrained, parse, sha256Hex } from '@trademaster/contracts';
import { decodeOnnx, decodePolicy, policyParts, rollPolicy } from '@trademaster/engine';
import { PipelineError } from '@trademaster/errors';
import { exampleInstrument, quickConfig, walkingBars } from '@trademaster/testkit';
import { InlineEngine, trainerUnderTest } from '../../test/trainer-under-test';
import { TrainingService } from './training.service';

const hooks = { signal: new AbortController().signal };
const json = (bytes: Buffer) => JSON.parse(bytes.toString('utf8')) as unknown;

describe('training a run', () => {
  it('given a run, when trained, then the result keeps the contract of model.trained', async () => {
    const { service, run } = await trainerUnderTest();

    const training = await service.train(run, hooks);

    expect(() => parse(ModelTrained, json(Buffer.from(JSON.stringify({ run, training }))))).not.toThrow();
    expect(training).toMatchObject({
      hyperparameters: { 'training.seeds': '11,23,47', 'training.epochs': '3' },
      windows: { test: { last_date: run.bars.last_date } },
      training_metrics: { 'seed_23.best_validation_return': expect.any(Number) },
      backtest: {
        out_of_sample: { last_date: run.bars.last_date },
        bootstrap: { draws: 2000, seed: 20240229 },
        verdict: { confidence_cap: expect.any(Number) },
      },
    });
    expect(training.backtest.baselines.map(({ name }) => name)).toEqual([
      'buy_and_hold',
      'sma_crossover',
      'momentum',
      'random_policies',
    ]);
  });

  it('given the stored model, then its bytes are what was evaluated: they decide as the stored backtest did', async () => {
    const { service, run, store, engine, bars } = await trainerUnderTest();

    const { model, backtest_detail } = await service.train(run, hooks);

    const onnx = await store.get(model.onnx);
    const policy = decodePolicy(await store.get(model.policy));
    const evaluated = engine.jobs.find((job) => job.kind === 'evaluate');
    expect(evaluated?.onnx.map((bytes) => Buffer.from(bytes))).toEqual([onnx]);
    expect(policy.network.onnx_sha256).toBe(sha256Hex(onnx));
    const { dates, targets } = json(await store.get(backtest_detail)) as { dates: string[]; targets: number[] };
    const testFrom = bars.findIndex((bar) => bar.date === policy.windows.test.first_date);
    expect(dates[0]).toBe(policy.windows.test.first_date);
    expect(rollPolicy(policyParts(policy, decodeOnnx(onnx)), bars, testFrom, 0).targets).toEqual(targets);
  });

  it('given a walk-forward, then every fold is trained on its own bars, and the newest one is what is deployed', async () => {
    const config = quickConfig();
    config.evaluation = { method: 'walk_forward', folds: 3 };
    const { service, run, store, engine, bars } = await trainerUnderTest({ config }, walkingBars(420));
    const epochs: string[] = [];

    const training = await service.train(run, {
      ...hooks,
      onEpoch: ({ fold, seed, epoch }) => epochs.push(`${fold}/${seed}/${epoch}`),
    });

    expect(() => parse(ModelTrained, json(Buffer.from(JSON.stringify({ run, training }))))).not.toThrow();
    const trained = engine.jobs.filter((job) => job.kind === 'train').map((job) => job.bars);
    expect(new Set(trained.map((own) => own.length)).size).toBe(1);
    expect([...new Set(trained.map((own) => own[0]?.date))]).toHaveLength(3);
    expect(trained.at(-1)?.at(-1)).toEqual(bars.at(-1));
    expect(epochs).toEqual(expect.arrayContaining(['0/11/1', '1/23/2', '2/47/3']));
    const policy = decodePolicy(await store.get(training.model.policy));
    const onnx = await store.get(training.model.onnx);
    expect(policy.folds).toHaveLength(3);
    expect(policy.folds?.at(-1)).toEqual(policy.windows);
    const { out_of_sample: tested } = training.backtest;
    expect(tested.bars).toBe(policy.folds?.reduce((sum, { test }) => sum + test.bars, 0));
    expect(tested.first_date).toBe(policy.folds?.[0]?.test.first_date);
    const { targets } = json(await store.get(training.backtest_detail)) as { targets: number[] };
    const lastTest = bars.findIndex((bar) => bar.date === policy.windows.test.first_date);
    const deployed = rollPolicy(policyParts(policy, decodeOnnx(onnx)), bars, lastTest, 0).targets;
    expect(targets.slice(-deployed.length)).toEqual(deployed);
  });

  it('given the same run twice, then every artifact has the same bytes', async () => {
    const { service, run } = await trainerUnderTest();

    const [{ seconds: _, ...first }, { seconds: __, ...second }] = [
      await service.train(run, hooks),
      await service.train(run, hooks),
    ];

    expect(second).toEqual(first);
  });

  it('given another seed list, then it is another trial; given more history, then the same one', async () => {
    const base = await trainerUnderTest();
    const config = quickConfig();
    config.training.seeds = [11];
    const reseeded = await trainerUnderTest({ config });
    const shorter = await trainerUnderTest({}, base.bars.slice(0, 240));

    const [trial, otherSeeds, lessHistory] = await Promise.all(
      [base, reseeded, shorter].map(async ({ service, run }) => (await service.train(run, hooks)).trial_sha256),
    );

    expect(otherSeeds).not.toBe(trial);
    expect(lessHistory).toBe(trial);
  });

  it('given the pinned trials, then they are what the Sharpe ratio is deflated by', async () => {
    const { service, run, engine } = await trainerUnderTest({ trials: { count: 7, sharpe_variance: 0.002 } });

    await service.train(run, hooks);

    expect(engine.jobs.at(-1)).toMatchObject({ kind: 'evaluate', trials: { count: 7, sharpeVariance: 0.002 } });
  });

  it('given a report, then it needs nothing from elsewhere and shows outside text as text', async () => {
    const instrument = exampleInstrument({ name: '<script>alert(1)</script>' });
    const { service, run, store } = await trainerUnderTest({ instrument });

    const html = (await store.get((await service.train(run, hooks)).report)).toString('utf8');

    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('SIMULATED: these prices never traded anywhere.');
    expect(html.match(/<svg/g)).toHaveLength(4); // equity, drawdown, price with trades, seeds
    expect(html).toContain('<meta name="viewport" content="width=device-width,initial-scale=1">');
    for (const baseline of ['buy and hold', 'sma crossover', 'momentum', 'random policies']) {
      expect(html).toContain(`<td>${baseline}</td>`);
    }
    expect(html).not.toMatch(/<script|https?:|src=|@import|NaN|undefined/);
  });

  it('given a seed that fails, then the others are stopped and its error is the one that is told', async () => {
    const { store, run } = await trainerUnderTest();
    const stopped: unknown[] = [];
    const engine = new InlineEngine();
    engine.run = (job, { signal }) => {
      if (job.kind === 'train' && job.seed === 23) {
        return Promise.reject(new PipelineError('training_diverged', 'seed 23 diverged in epoch 1'));
      }
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          stopped.push(job.kind === 'train' && job.seed);
          reject(new PipelineError('training_cancelled', 'training was interrupted'));
        }),
      );
    };

    const training = new TrainingService(store, engine).train(run, hooks);

    await expect(training).rejects.toMatchObject({ code: 'training_diverged' });
    expect(stopped).toEqual([11, 47]);
  });

  it('given bars that were changed after they were pinned, then it fails as artifact_corrupt', async () => {
    const { service, run, store } = await trainerUnderTest();
    store.kept.set(run.bars.artifact.uri, Buffer.from('{"bars":[]}'));

    await expect(service.train(run, hooks)).rejects.toMatchObject({ code: 'artifact_corrupt' });
  });
});
