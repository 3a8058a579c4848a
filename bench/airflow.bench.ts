import { PIPELINE_DAG_ID, type PipelineEvent, type RunPersisted } from '@trademaster/contracts';
import { noteOffsets, watchEvents } from '@trademaster/messaging';
import { AirflowClient, type TaskInstance } from '../stack/airflow/airflow-client';
import { PipelineWithAirflow } from '../stack/airflow/pipeline-with-airflow';
import { PROJECT_ROOT } from '../stack/paths';
import { runCommand } from '../stack/processes/run-command';
import { waitUntil } from '../stack/processes/wait-until';
import { type Bench, median } from './figure';

const RUNS = 5;
const SYMBOLS = 24;
const PARSES = 3;
const CONFIG = {
  data: { source: 'simulated', seed: 7, lookback_bars: 400 },
  as_of: '2023-06-19',
  training: { seeds: [11, 23], epochs: 3, patience: 3, hidden_sizes: [8], steps_per_update: 4, warmup_steps: 64 },
};
const WATCHED = ['run.requested', 'run.persisted', 'request.completed'] as const;

/** What Airflow adds to a request, how soon a waiting task learns of its run's end, what reading the DAG costs. */
export const bench: Bench = async function* () {
  const pipeline = await PipelineWithAirflow.start((line) => console.error(line));
  try {
    const { url, user, password } = pipeline.airflow;
    const airflow = await AirflowClient.login(url, user, password);
    const parses = [];
    for (let parse = 0; parse < PARSES; parse++) parses.push(await parseSeconds(pipeline));
    yield {
      figure: 'parse_s',
      value: median(parses),
      unit: 's per read of the DAG file, by a process that has loaded Airflow',
      samples: PARSES,
      target: { atMost: 0.5 },
    };
    const seen = await watch(pipeline.env.KAFKA_BROKERS as string);
    const added = [];
    for (let run = 0; run < RUNS; run++) added.push(await addedSeconds(airflow, seen, `ADD${'ABCDE'[run]}`));
    yield {
      figure: 'added_s',
      value: median(added),
      unit: 's from trigger to the DAG run’s end, less the pipeline’s own',
      samples: RUNS,
    };
    const resumed = (await resumeSeconds(pipeline, airflow, seen)).toSorted((a, b) => a - b);
    yield {
      figure: 'resume_p95_s',
      value: resumed[Math.ceil(0.95 * resumed.length) - 1] as number,
      unit: 's from run.persisted to the trigger’s event in Airflow’s database',
      samples: resumed.length,
      target: { atMost: 2 },
      detail: { median_s: median(resumed) },
    };
    seen.stop();
  } finally {
    await pipeline.stop();
  }
};

/** Moments (Unix, ms) at which events came, by type and key. */
interface Seen {
  at(type: (typeof WATCHED)[number], key: string): number | undefined;
  stop(): void;
}

async function watch(brokers: string): Promise<Seen> {
  const options = { brokers: brokers.split(','), clientId: 'airflow-bench' };
  const moments = new Map<string, number>();
  const over = new AbortController();
  const onEvent = ({ type, key }: PipelineEvent) => void moments.set(`${type} ${key}`, Date.now());
  const from = await noteOffsets(options, [...WATCHED]);
  void watchEvents({ ...options, types: [...WATCHED], from, onEvent, signal: over.signal });
  return { at: (type, key) => moments.get(`${type} ${key}`), stop: () => over.abort() };
}

async function parseSeconds({ airflow }: PipelineWithAirflow): Promise<number> {
  const file = `${PROJECT_ROOT}/airflow/dags/${PIPELINE_DAG_ID}.py`;
  const program = [
    'import runpy, time, airflow.sdk, airflow.triggers.base',
    'begun = time.perf_counter()',
    `runpy.run_path(${JSON.stringify(file)})`,
    'print(time.perf_counter() - begun)',
  ].join('\n');
  const env = { ...process.env, ...airflow.env, PYTHONPATH: `${PROJECT_ROOT}/airflow/plugins` };
  const { code, stdout, stderr } = await runCommand(airflow.python, ['-c', program], { env });
  if (code !== 0) throw new Error(`the DAG file could not be read: ${stderr}`);
  return Number(stdout.trim().split('\n').at(-1));
}

async function addedSeconds(airflow: AirflowClient, seen: Seen, symbol: string): Promise<number> {
  const runId = await airflow.trigger({ symbol, mode: 'train_backtest', config: CONFIG });
  const { queued_at, end_date } = await ended(airflow, runId);
  const { request_id } = await airflow.xcom<{ request_id: string }>(runId, 'publish_run_request');
  const own = (seen.at('request.completed', request_id) as number) - (seen.at('run.requested', request_id) as number);
  return (Date.parse(end_date as string) - Date.parse(queued_at) - own) / 1000;
}

/** Of one batch whose tasks all wait, deferred: only then the trainer starts, and its runs end one after the other. */
async function resumeSeconds(
  { env, services }: PipelineWithAirflow,
  airflow: AirflowClient,
  seen: Seen,
): Promise<number[]> {
  const symbols = Array.from({ length: SYMBOLS }, (_, index) => `RES${String.fromCharCode(65 + index)}`);
  for (const symbol of symbols) await assign(env.WEBUI_BASE_URL as string, symbol);
  const config = { max_symbols: SYMBOLS, training: { ...CONFIG.training, epochs: 12, patience: 12 } };
  await services.kill('trainer');
  const runId = await airflow.trigger({ mode: 'train_backtest', config });
  const waiting = async () =>
    (await symbolTasks(airflow, runId)).filter(({ state }) => state === 'deferred').length === SYMBOLS;
  await waitUntil(waiting, { what: `${SYMBOLS} deferred tasks`, timeoutMs: 300_000, everyMs: 500 });
  await services.start('trainer');
  await ended(airflow, runId);
  const runs = await airflow.xcom<Pick<RunPersisted['run'], 'run_id'>[]>(runId, 'await_request_resolved');
  return (await symbolTasks(airflow, runId)).map(({ map_index, scheduled_when }) => {
    const persistedAt = seen.at('run.persisted', runs[map_index]?.run_id as string) as number;
    return (Date.parse(scheduled_when) - persistedAt) / 1000;
  });
}

async function symbolTasks(airflow: AirflowClient, runId: string): Promise<TaskInstance[]> {
  const tasks = await airflow.tasks(runId);
  return tasks.filter(({ task_id, map_index }) => task_id === 'await_symbol' && map_index >= 0);
}

async function assign(webui: string, symbol: string): Promise<void> {
  const workflows = [
    { dag_id: PIPELINE_DAG_ID, is_active: true, timezone: 'UTC', allow_weekend: true, config: CONFIG },
  ];
  const answer = await fetch(`${webui}/api/workflow-symbols/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ symbol, enabled: true, priority: 1, workflows }),
  });
  if (!answer.ok) throw new Error(`the WebUI refused ${symbol}: ${answer.status}`);
}

function ended(airflow: AirflowClient, runId: string) {
  return waitUntil(
    async () => {
      const run = await airflow.run(runId);
      return run.end_date !== null && run;
    },
    { what: `the end of ${runId}`, timeoutMs: 900_000, everyMs: 200 },
  );
}
