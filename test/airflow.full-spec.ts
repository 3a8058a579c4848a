import { AirflowClient, type DagRun } from '../stack/airflow/airflow-client';
import { PipelineWithAirflow } from '../stack/airflow/pipeline-with-airflow';
import { waitUntil } from '../stack/processes/wait-until';
import { MlflowReader } from './support/mlflow-reader';
import { SMALL_CONFIG } from './support/sample-request';

const REQUESTS = 20;
const ENDS_WITHIN_MS = 600_000;
jest.setTimeout(ENDS_WITHIN_MS + 300_000);

describe('the DAG on a real Airflow', () => {
  let pipeline: PipelineWithAirflow;
  let airflow: AirflowClient;
  let mlflow: MlflowReader;

  beforeAll(async () => {
    pipeline = await PipelineWithAirflow.start(() => undefined);
    const { url, user, password } = pipeline.airflow;
    airflow = await AirflowClient.login(url, user, password);
    mlflow = new MlflowReader(pipeline.env.MLFLOW_TRACKING_URI as string);
  });
  afterAll(() => pipeline?.stop());

  const request = (symbol: string, more: object = {}) =>
    airflow.trigger({ symbol, mode: 'train_backtest', config: { ...SMALL_CONFIG, ...more } });

  function ended(runId: string): Promise<DagRun> {
    return waitUntil(
      async () => {
        const run = await airflow.run(runId);
        return run.end_date !== null && run;
      },
      { what: `the end of ${runId}`, timeoutMs: ENDS_WITHIN_MS, everyMs: 500 },
    );
  }

  /** Until the symbol's task waits in the triggerer. */
  async function isWaiting(runId: string): Promise<void> {
    await waitUntil(
      async () => (await airflow.tasks(runId)).some((task) => task.map_index === 0 && task.state === 'deferred'),
      { what: `the wait of ${runId}`, timeoutMs: ENDS_WITHIN_MS, everyMs: 200 },
    );
  }

  /** Keeps the run from ending until the trainer is there again. */
  async function whileNothingIsTrained(work: () => Promise<void>): Promise<void> {
    await pipeline.services.kill('trainer');
    await work();
    await pipeline.services.start('trainer');
  }

  it('given 20 requests at the same time, when they end, then none is lost or crossed', async () => {
    const symbols = Array.from({ length: REQUESTS }, (_, index) => `Q${String.fromCharCode(65 + index)}`);
    const runIds = await Promise.all(symbols.map((symbol) => request(symbol)));
    for (const [index, runId] of runIds.entries()) {
      expect(await ended(runId)).toMatchObject({ state: 'success' });
      const runs = await airflow.xcom<{ symbol: string; run_id: string }[]>(runId, 'await_request_resolved');
      expect(runs.map(({ symbol }) => symbol)).toEqual([symbols[index]]);
      expect(await mlflow.run(runs[0]!.run_id)).toMatchObject({
        status: 'FINISHED',
        tags: { 'trademaster.execution_id': runId, 'trademaster.symbol': symbols[index] },
      });
    }
  });

  it('given a wait, when the triggerer is killed and started again, then the end is still seen', async () => {
    let runId = '';
    await whileNothingIsTrained(async () => {
      runId = await request('RTA');
      await isWaiting(runId);
      const triggerer = pipeline.airflow.processOf('triggerer');
      await triggerer.kill();
      await waitUntil(() => pipeline.airflow.processOf('triggerer') !== triggerer, {
        what: 'another triggerer',
        timeoutMs: 60_000,
      });
    });
    expect(await ended(runId)).toMatchObject({ state: 'success' });
  });

  it('given a wait, when the broker is killed and started again, then the end is still seen', async () => {
    let runId = '';
    await whileNothingIsTrained(async () => {
      runId = await request('RBA');
      await isWaiting(runId);
      await pipeline.restartBroker();
    });
    expect(await ended(runId)).toMatchObject({ state: 'success' });
  });
});
