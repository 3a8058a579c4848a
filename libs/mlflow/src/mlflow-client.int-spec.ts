import { randomUUID } from 'node:crypto';
import { MlflowClient } from './mlflow-client';

const STARTED = Date.parse('2026-01-02T03:04:05Z');

describe('runs of MLflow', () => {
  const client = new MlflowClient({ trackingUri: process.env.MLFLOW_TRACKING_URI ?? '' });
  let experimentId: string;

  beforeAll(async () => {
    experimentId = await client.getOrCreateExperiment(`client ${randomUUID()}`);
  });

  const newRun = (tags: Record<string, string> = {}) =>
    client.createRun({ experimentId, runName: 'BTC both', startTime: STARTED, tags });

  it('given five ask for one experiment at once, when all have it, then it is one', async () => {
    const name = `many ${randomUUID()}`;
    const ids = await Promise.all(Array.from({ length: 5 }, () => client.getOrCreateExperiment(name)));
    expect(new Set(ids).size).toBe(1);
  });

  it('given a run, when read back, then it is what was written', async () => {
    const { runId } = await newRun({ 'trademaster.symbol': 'BTC' });
    await client.logBatch(runId, {
      params: { epochs: '12', long: 'x'.repeat(6000) },
      metrics: [
        { key: 'loss', value: 0.5, timestamp: STARTED, step: 0 },
        { key: 'loss', value: 0.25, timestamp: STARTED, step: 1 },
        { key: 'sharpe', value: -1.25e-7, timestamp: STARTED },
      ],
      tags: { note: 'ü €' },
    });
    await client.setTag(runId, 'review.status', 'done');
    await client.updateRun(runId, { status: 'FINISHED', endTime: STARTED + 1000 });
    expect(await client.getRun(runId)).toMatchObject({
      runId,
      experimentId,
      runName: 'BTC both',
      status: 'FINISHED',
      startTime: STARTED,
      endTime: STARTED + 1000,
      artifactUri: `mlflow-artifacts:/${experimentId}/${runId}/artifacts`,
      params: { epochs: '12', long: 'x'.repeat(6000) },
      metrics: { loss: 0.25, sharpe: -1.25e-7 },
      tags: { 'trademaster.symbol': 'BTC', note: 'ü €', 'review.status': 'done' },
    });
  });

  it('given more than one call takes, when logged twice, then all of it is there once', async () => {
    const { runId } = await newRun();
    const params = Object.fromEntries(Array.from({ length: 230 }, (_, i) => [`p${i}`, `${i}`]));
    const metrics = Array.from({ length: 1200 }, (_, i) => ({ key: `m${i}`, value: i, timestamp: STARTED }));
    await client.logBatch(runId, { params, metrics });
    await client.logBatch(runId, { params, metrics });
    const run = await client.getRun(runId);
    expect(run?.params).toEqual(params);
    expect(Object.keys(run?.metrics ?? {})).toHaveLength(1200);
  });

  it('given a param, when logged with another value, then it is mlflow_rejected', async () => {
    const { runId } = await newRun();
    await client.logBatch(runId, { params: { epochs: '12' } });
    const again = client.logBatch(runId, { params: { epochs: '13' } });
    await expect(again).rejects.toMatchObject({ code: 'mlflow_rejected' });
  });

  it('given a failed run, when taken up and finished, then MLflow follows', async () => {
    const { runId } = await newRun();
    for (const status of ['FAILED', 'RUNNING', 'FINISHED'] as const) {
      await client.updateRun(runId, { status, endTime: STARTED + 2000 });
      expect((await client.getRun(runId))?.status).toBe(status);
    }
  });

  it('given a dataset, when logged twice, then the run has it once, with its context', async () => {
    const { runId } = await newRun();
    const input = {
      name: 'BTC',
      digest: '0123456789ab',
      sourceType: 'csv',
      source: '{"uri":"mlflow-artifacts:/1/x/artifacts/bars.json"}',
      context: 'training',
    };
    await client.logInput(runId, input);
    await client.logInput(runId, input);
    expect((await client.getRun(runId))?.datasets).toEqual([
      { name: 'BTC', digest: '0123456789ab', context: 'training' },
    ]);
  });

  it('given a run by its tags, when found or created twice, then it is the same, and others are not found', async () => {
    const identity = { 'trademaster.request_id': randomUUID(), 'trademaster.symbol': "O'NEIL" };
    const run = { experimentId, runName: 'x', startTime: STARTED, tags: { 'mlflow.user': 'trademaster' } };
    const created = await client.findOrCreateRun(run, identity);
    expect(created.tags).toMatchObject({ ...identity, 'mlflow.user': 'trademaster' });
    expect((await client.findOrCreateRun(run, identity)).runId).toBe(created.runId);
    expect(await client.findRuns(experimentId, { ...identity, 'trademaster.symbol': 'BTC' })).toEqual([]);
  });

  it('given two runs were created by mistake, when looked for, then the first by start is taken', async () => {
    const identity = { 'trademaster.request_id': randomUUID() };
    const late = { experimentId, runName: 'late', startTime: STARTED + 5, tags: identity };
    await client.createRun(late);
    const early = await client.createRun({ ...late, runName: 'early', startTime: STARTED });
    expect((await client.findOrCreateRun(late, identity)).runId).toBe(early.runId);
  });

  it('given an id that no run has, when asked, then it is undefined', async () => {
    expect(await client.getRun('0'.repeat(32))).toBeUndefined();
  });

  it('given a server, when pinged, then it answers; given none, then it is mlflow_unavailable', async () => {
    await expect(client.ping()).resolves.toBeUndefined();
    const nobody = new MlflowClient({ trackingUri: 'http://127.0.0.1:1' });
    await expect(nobody.ping()).rejects.toMatchObject({ code: 'mlflow_unavailable', retryable: true });
  });
});
