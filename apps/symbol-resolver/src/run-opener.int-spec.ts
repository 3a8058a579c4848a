import { randomUUID } from 'node:crypto';
import type { Mode } from '@trademaster/contracts';
import { Intents, LedgerDatabase, RunLedger } from '@trademaster/ledger';
import { PipelineError } from '@trademaster/errors';
import { MlflowClient, RunLocations } from '@trademaster/mlflow';
import { RunOpener, type RunToOpen } from './run-opener';

const EXPERIMENT = `run-opener ${randomUUID()}`;

describe('opening runs on the real PostgreSQL and MLflow', () => {
  let database: LedgerDatabase;
  let ledger: RunLedger;
  let mlflow: MlflowClient;
  let opener: RunOpener;
  beforeAll(async () => {
    database = await LedgerDatabase.open(process.env.DATABASE_URL ?? '');
    ledger = new RunLedger(database);
    mlflow = new MlflowClient({ trackingUri: process.env.MLFLOW_TRACKING_URI ?? '' });
    opener = openerOn(mlflow);
  });
  afterAll(() => database.close());

  const openerOn = (client: ConstructorParameters<typeof RunOpener>[3]) =>
    new RunOpener(database, ledger, new Intents(database), client, new RunLocations(mlflow), EXPERIMENT);
  const request = async () => {
    const request_id = randomUUID();
    const identity = { dagId: 'dag', clientId: request_id, executionId: request_id };
    await ledger.recordRequest({ requestId: request_id, source: '/test', payloadSha256: '0', ...identity });
    return { request_id, dag_id: 'dag', execution_id: request_id, mode: 'both' as Mode, now: new Date() };
  };
  const runOf = (about: Awaited<ReturnType<typeof request>>, symbol: string, parentRunId?: string): RunToOpen => ({
    ...about,
    symbol,
    requestedAt: new Date('2026-11-23T06:00:00Z'),
    deadlineAt: new Date('2030-01-01T00:00:00Z'),
    parentRunId,
  });

  it('given five workers that open the same run at once, when all are done, then MLflow has one', async () => {
    const run = runOf(await request(), 'BTC');
    const opened = await Promise.all(Array.from({ length: 5 }, () => opener.openRun(run)));
    expect(new Set(opened.map(({ runId }) => runId)).size).toBe(1);
    const experimentId = await mlflow.getOrCreateExperiment(EXPERIMENT);
    expect(await mlflow.findRuns(experimentId, { 'trademaster.request_id': run.request_id })).toHaveLength(1);
  });

  it("given MLflow's answer was lost after it made the run, when opened again, then it is found by its tags", async () => {
    const run = runOf(await request(), 'BTC');
    const made: string[] = [];
    const loses = openerOn({
      ...methodsOf(mlflow),
      createRun: async (asked) => {
        made.push((await mlflow.createRun(asked)).runId);
        throw new PipelineError('mlflow_unavailable', 'the answer was lost');
      },
    });
    await expect(loses.openRun(run)).rejects.toMatchObject({ code: 'mlflow_unavailable' });
    expect([(await opener.openRun(run)).runId]).toEqual(made);
  });

  it('given another process has recorded its run meanwhile, when opened, then ours is discarded', async () => {
    const run = runOf(await request(), 'BTC');
    const experimentId = await mlflow.getOrCreateExperiment(EXPERIMENT);
    const theirs = await mlflow.createRun({ experimentId, runName: 'BTC', startTime: 0, tags: {} });
    const late = openerOn({
      ...methodsOf(mlflow),
      createRun: async (asked) => {
        const { symbol, request_id: requestId, mode, deadlineAt } = run;
        await ledger.recordRun({ runId: theirs.runId, requestId, symbol, mode, experimentId, deadlineAt });
        return mlflow.createRun(asked);
      },
    });
    expect((await late.openRun(run)).runId).toBe(theirs.runId);
    expect(await mlflow.findRuns(experimentId, { 'trademaster.request_id': run.request_id })).toEqual([]);
  });

  it('given the experiment was deleted meanwhile, when opened, then it says so; restored, it is used again', async () => {
    const about = await request();
    await opener.openRun(runOf(about, 'BTC'));
    const experiment_id = await mlflow.getOrCreateExperiment(EXPERIMENT);
    await mlflowSays('delete', { experiment_id });
    const refused = opener.openRun(runOf(about, 'ETH'));
    await expect(refused).rejects.toMatchObject({
      code: 'mlflow_rejected',
      message: expect.stringContaining('restore'),
    });
    await mlflowSays('restore', { experiment_id });
    expect((await opener.openRun(runOf(about, 'ETH'))).experimentId).toBe(experiment_id);
  });

  it('given a batch, when opened twice, then its runs lie below one parent', async () => {
    const batch = await request();
    const [first, second] = [await opener.openParent(batch), await opener.openParent(batch)];
    expect(second).toEqual(first);
    const child = await opener.openRun(runOf(batch, 'ETH', first.runId));
    expect((await mlflow.getRun(child.runId))?.tags['mlflow.parentRunId']).toBe(first.runId);
    expect(child.runId).not.toBe(first.runId);
  });
});

async function mlflowSays(what: 'delete' | 'restore', body: object): Promise<void> {
  const url = `${process.env.MLFLOW_TRACKING_URI}/api/2.0/mlflow/experiments/${what}`;
  const headers = { 'content-type': 'application/json' };
  const { status } = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(status).toBe(200);
}

function methodsOf(mlflow: MlflowClient): ConstructorParameters<typeof RunOpener>[3] {
  return {
    getOrCreateExperiment: (name) => mlflow.getOrCreateExperiment(name),
    createRun: (run) => mlflow.createRun(run),
    findOrCreateRun: (run, identity) => mlflow.findOrCreateRun(run, identity),
    deleteRun: (runId) => mlflow.deleteRun(runId),
  };
}
