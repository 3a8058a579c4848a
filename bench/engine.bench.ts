import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { canonicalJson, DEFAULT_RUN_CONFIG, type ResolvedRunConfig } from '@trademaster/contracts';
import { EngineWorkers, TrainingService } from '@trademaster/decision';
import {
  type Bar,
  encodeBars,
  encodeOnnx,
  type EngineSettings,
  settingsFrom,
  trainMember,
  trainTrademasterAgent,
} from '@trademaster/engine';
import { exampleInstrument, exampleRunContext, InMemoryArtifactStore, snapshotOf } from '@trademaster/testkit';
import { playTargets } from '../libs/engine/src/environment/play-targets';
import { metricsOf } from '../libs/engine/src/backtest/metrics';
import { smaCrossover } from '../libs/engine/src/backtest/rules';
import { tradesOf } from '../libs/engine/src/backtest/trades';
import { cpuSeconds, measured } from './engine/cpu-seconds';
import { environmentStepsPerSecond, type KernelSpeed, kernelSpeed } from './engine/kernel-speed';
import { simulatedBars, stockBtc } from './engine/stock-btc';
import { type Bench, type Figure, median } from './figure';

type Measured = Omit<Figure, 'bench'>;

const stock = stockBtc();
const settings = settingsFrom({ ...DEFAULT_RUN_CONFIG, calendar: '24x7' });

/** What training and backtesting cost. Seconds are CPU seconds of the process where `detail` does not say otherwise. */
export const bench: Bench = async function* () {
  yield stockBtcSeconds();
  yield* updates(kernelSpeed(stock.train));
  yield environmentSteps();
  yield backtestSeconds();
  yield* growth();
  yield await defaultRunSeconds();
  yield await twoWorkers();
  yield await workerMemory();
};

/** TradeMaster's stock run: 20 epochs, 128 steps and 128 updates of 64 by turns, validation each epoch. */
function stockBtcSeconds(): Measured {
  let detail = {};
  const samples = measured(3, () =>
    cpuSeconds(() => {
      const { steps, updates, seed, network, bestEpoch } = trainTrademasterAgent(stock.train, stock.validation, {
        seed: 1,
      });
      const sha256 = createHash('sha256')
        .update(encodeOnnx([{ seed, network }]))
        .digest('hex');
      detail = {
        steps,
        updates,
        best_epoch: bestEpoch,
        model_sha256: sha256,
        data: stock.source,
        next_values: 'once per transition: the target network never moves',
      };
    }),
  );
  return figure('stock_btc_s', samples, 's', { atMost: 1.7 }, detail);
}

function* updates({ updateUs, share, ...detail }: KernelSpeed): Generator<Measured> {
  yield { ...figure('update_us', updateUs, 'µs'), detail };
  yield figure('update_peak_share', share, '1', { atLeast: 0.85 }, detail);
}

function environmentSteps(): Measured {
  const bars = simulatedBars(3000);
  const samples = measured(9, () => environmentStepsPerSecond(bars));
  return figure('env_steps_per_s', samples, 'steps/s', { atLeast: 1_000_000 });
}

/** A moving-average rule with costs over a million bars, and every metric that needs no draws. */
function backtestSeconds(): Measured {
  const bars = simulatedBars(1_000_000);
  const span = { fromIndex: 50, toIndex: bars.length - 1 };
  let metrics = {};
  const samples = measured(5, () =>
    cpuSeconds(() => {
      const directions = smaCrossover(bars, span);
      const targets = new Array<number>(directions.length);
      for (let i = 0; i < targets.length; i++) targets[i] = Math.max(directions[i] as number, 0);
      const episode = playTargets(bars, settings, span, targets);
      const trades = tradesOf(episode.account.fills, bars.slice(span.fromIndex), episode.account.equity);
      metrics = metricsOf(episode, trades, 365, 'policy').metrics;
    }),
  );
  const detail = { metrics_sha256: createHash('sha256').update(canonicalJson(metrics)).digest('hex') };
  return figure('backtest_1m_bars_s', samples, 's', { atMost: 0.15 }, detail);
}

/** What 16 times the work costs, over 16 times the cost: 1 is linear. */
function* growth(): Generator<Measured> {
  const long = simulatedBars(16 * 1000);
  const train = (bars: Bar[], change: Partial<EngineSettings['training']>) => {
    const training = { ...settings.training, patience: 1000, epochs: 4, seeds: [11], ...change };
    return () => training.seeds.forEach((seed) => trainMember(bars, { ...settings, training }, seed));
  };
  const seeds = (count: number) => Array.from({ length: count }, (_, i) => i);
  const works: Record<string, (times: number) => () => void> = {
    bars: (times) => train(long.slice(0, 1000 * times), {}),
    epochs: (times) => train(long.slice(0, 1000), { epochs: 4 * times }),
    seeds: (times) => train(long.slice(0, 1000), { seeds: seeds(times) }),
  };
  for (const [name, work] of Object.entries(works)) {
    const seconds = [1, 4, 16].map((times) => median(measured(3, () => cpuSeconds(work(times)))));
    const [once, , sixteen] = seconds as [number, number, number];
    const value = sixteen / once / 16;
    yield { figure: `growth_16x_${name}`, value, unit: '1', samples: 3, target: { atMost: 1.15 }, detail: { seconds } };
  }
}

/** The default `both`: training, evaluation, report; by the clock, on all cores. */
async function defaultRunSeconds(): Promise<Measured> {
  const { train, run } = await defaultTraining(stock.bars);
  const seconds: number[] = [];
  for (let i = 0; i < 3; i++) {
    const started = performance.now();
    await train();
    seconds.push((performance.now() - started) / 1000);
  }
  const detail = {
    clock: 'wall',
    data: stock.source,
    bars: stock.bars.length,
    seeds: run.config.training.seeds.length,
  };
  return figure('default_run_s', seconds, 's', { atMost: 15 }, detail);
}

async function defaultTraining(bars: Bar[]) {
  const config: ResolvedRunConfig = structuredClone(DEFAULT_RUN_CONFIG);
  const described = exampleRunContext({ config, instrument: exampleInstrument() });
  const store = new InMemoryArtifactStore();
  const owner = { experimentId: described.experiment_id, runId: described.run_id };
  const run = {
    ...described,
    bars: snapshotOf(bars, await store.put(owner, 'bars.json', encodeBars(bars))),
  };
  const service = new TrainingService(store, new EngineWorkers(2));
  const { signal } = new AbortController();
  return { run, train: () => service.train(run, { signal }) };
}

/** Two members on two threads against the same on one. */
async function twoWorkers(): Promise<Measured> {
  const seconds = async (threads: number): Promise<number> => {
    const workers = new EngineWorkers(threads);
    const { signal } = new AbortController();
    const started = performance.now();
    const job = {
      kind: 'train' as const,
      bars: stock.bars,
      settings: { ...settings, training: { ...settings.training, patience: 1000, epochs: 60 } },
    };
    await Promise.all([11, 23].map((seed) => workers.run({ ...job, seed }, { signal })));
    return (performance.now() - started) / 1000;
  };
  const speedups: number[] = [];
  for (let i = 0; i < 3; i++) speedups.push((await seconds(1)) / (await seconds(2)));
  return figure('two_worker_speedup', speedups, '1', { atLeast: 1.6 }, { clock: 'wall' });
}

/** Of a process that trains a member with the defaults in a worker thread, at most. */
async function workerMemory(): Promise<Measured> {
  const samples: number[] = [];
  for (let i = 0; i < 3; i++) {
    const child = fork(join(__dirname, 'engine', 'training-process.js'));
    const [{ maxRssMb }] = (await once(child, 'message')) as [{ maxRssMb: number }];
    samples.push(maxRssMb);
    await once(child, 'exit');
  }
  return figure('worker_rss_mb', samples, 'MiB', { atMost: 200 });
}

function figure(
  name: string,
  samples: number[],
  unit: string,
  target?: Figure['target'],
  detail?: Figure['detail'],
): Measured {
  return { figure: name, value: median(samples), unit, samples: samples.length, target, detail };
}
