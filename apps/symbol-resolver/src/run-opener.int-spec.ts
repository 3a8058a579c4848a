import { randomUUID } from 'node:crypto';
import type { Mode } from '@trademaster/contracts';
import { LedgerDatabase, RunLedger } from '@trademaster/ledger';
import { MlflowClient } from '@trademaster/mlflow';
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
    opener = new RunOpener(database, ledger, mlflow, EXPERIMENT);
  });
  afterAll(() => database.close());

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

  it('given a run that was made before its process died, when opened again, then it is found by its tags', async () => {
    const run = runOf(await request(), 'BTC');
    const experimentId = await mlflow.getOrCreateExperiment(EXPERIMENT);
    const orphan = await mlflow.createRun({
      ...{ experimentId, runName: 'BTC', startTime: Date.now() },
      tags: { 'trademaster.request_id': run.request_id, 'trademaster.symbol': 'BTC' },
    });
    expect((await opener.openRun(run)).runId).toBe(orphan.runId);
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
