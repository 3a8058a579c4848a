import { startTemporaryInfra } from '../stack/infra/temporary-infra';
import { type Bench, type Figure, median } from './figure';
import { BenchedPipeline } from './pipeline/benched-pipeline';
import { InstantMlflow } from './pipeline/instant-mlflow';
import { measureStarts } from './pipeline/starts';
import { bench as queue } from './queue.bench';

/** Runs before the measured ones: of code that was just started the first hundred run slower, a service runs for weeks. */
const WARM_UP = 60;
const RUNS = 40;
const BATCHES = [1, 20, 200];
const WARM_STARTS = 3;

/**
 * What the pipeline costs: nothing is taken off a run of mode inference by the rule-based team, so its few milliseconds
 * of policy and report are in it. Everything twice: on a real MLflow, and on one that answers at once.
 */
export const bench: Bench = async function* () {
  yield* pipelineFigures('');
  const mlflow = await InstantMlflow.start();
  try {
    yield* pipelineFigures('_instant_mlflow', mlflow.url);
  } finally {
    await mlflow.stop();
  }
  yield* queue();
  const { cold_s, warm_s } = await measureStarts(WARM_STARTS);
  yield { figure: 'cold_start_s', value: cold_s, unit: 's, fresh clone, empty package caches', samples: 1 };
  yield {
    figure: 'warm_start_s',
    value: median(warm_s),
    unit: 's from npm start to everything is up',
    samples: warm_s.length,
    target: { atMost: 25 },
  };
};

async function* pipelineFigures(suffix: string, mlflowUrl?: string): AsyncIterable<Omit<Figure, 'bench'>> {
  const infra = await startTemporaryInfra((line) => console.error(line));
  let pipeline: BenchedPipeline | undefined;
  try {
    const { MLFLOW_TRACKING_URI = '' } = infra.env;
    pipeline = await BenchedPipeline.start({ ...infra.env, MLFLOW_TRACKING_URI: mlflowUrl ?? MLFLOW_TRACKING_URI });
    for (const figure of [...(await added(pipeline)), ...(await throughput(pipeline)), memoryOf(pipeline)])
      yield { ...figure, figure: `${figure.figure}${suffix}` };
  } finally {
    await pipeline?.stop();
    await infra.stop();
  }
}

async function added(pipeline: BenchedPipeline): Promise<Omit<Figure, 'bench'>[]> {
  await pipeline.runOf('WARM', 'both');
  for (let run = 0; run < WARM_UP; run += 1) await pipeline.runOf('WARM', 'inference');
  const runs: number[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await pipeline.runOf('WARM', 'inference'));
  const sorted = runs.toSorted((a, b) => a - b);
  const p95 = sorted[Math.ceil(0.95 * RUNS) - 1] as number;
  return [
    { figure: 'added_p50_ms', value: median(runs), unit: 'ms', samples: RUNS, target: { atMost: 300 } },
    { figure: 'added_p95_ms', value: p95, unit: 'ms', samples: RUNS },
  ];
}

async function throughput(pipeline: BenchedPipeline): Promise<Omit<Figure, 'bench'>[]> {
  const most = Math.max(...BATCHES);
  await pipeline.assign(Array.from({ length: most }, (_, index) => `B${letters(index)}`));
  console.error(`training ${most} symbols …`);
  await pipeline.batchOf(most, 'train_backtest');
  const figures: Omit<Figure, 'bench'>[] = [];
  const secondsPerRun: number[] = [];
  for (const symbols of BATCHES) {
    const seconds = (await pipeline.batchOf(symbols, 'inference')) / 1000;
    secondsPerRun.push(seconds / symbols);
    const unit = 'runs of mode inference per second, one request';
    figures.push({ figure: `runs_per_second_${symbols}`, value: symbols / seconds, unit, samples: 1 });
  }
  const [, some = NaN, many = NaN] = secondsPerRun;
  const unit = 'time per run at 200 symbols over that at 20: 1 is linear';
  return [...figures, { figure: 'queue_time_ratio', value: many / some, unit, samples: 1, target: { atMost: 1.2 } }];
}

function memoryOf(pipeline: BenchedPipeline): Omit<Figure, 'bench'> {
  const memory = pipeline.memory();
  const value = Math.max(...Object.values(memory));
  const unit = 'MB resident, of the largest service, after all runs';
  return { figure: 'service_rss_mb', value, unit, samples: 1, target: { atMost: 250 }, detail: { memory } };
}

/** Two capitals: the WebUI takes letters only. */
function letters(index: number): string {
  return String.fromCharCode(65 + Math.floor(index / 26), 65 + (index % 26));
}
