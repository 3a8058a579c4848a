import { randomUUID } from 'node:crypto';
import { MlflowClient } from './mlflow-client';
import { MlflowModelRegistry } from './mlflow-model-registry';

const connection = { trackingUri: process.env.MLFLOW_TRACKING_URI ?? '' };
const client = new MlflowClient(connection);
const registry = new MlflowModelRegistry(connection);

async function newVersion(name: string) {
  const experimentId = await client.getOrCreateExperiment('model registry');
  const { runId } = await client.createRun({ experimentId, runName: 'x', startTime: 0, tags: {} });
  return { name, source: `runs:/${runId}/model`, runId };
}

describe('registered models', () => {
  it("given a run's model, when registered twice, then it is one version", async () => {
    const wanted = await newVersion(`trademaster-${randomUUID()}`);
    const first = await registry.findOrCreateVersion(wanted);
    expect(first).toEqual({ ...wanted, version: '1' });
    expect(await registry.findOrCreateVersion(wanted)).toEqual(first);
    expect(await registry.version(wanted.name, '1')).toEqual(first);
  });

  it('given two runs, when registered under one name, then they are versions 1 and 2', async () => {
    const name = `trademaster-${randomUUID()}`;
    await registry.findOrCreateVersion(await newVersion(name));
    expect((await registry.findOrCreateVersion(await newVersion(name))).version).toBe('2');
  });

  it('given an alias, when it is moved, then it names the other version', async () => {
    const name = `trademaster-${randomUUID()}`;
    const first = await registry.findOrCreateVersion(await newVersion(name));
    const second = await registry.findOrCreateVersion(await newVersion(name));
    await registry.setAlias(name, 'champion', first.version);
    expect(await registry.versionByAlias(name, 'champion')).toMatchObject({ version: '1', runId: first.runId });
    await registry.setAlias(name, 'champion', second.version);
    expect(await registry.versionByAlias(name, 'champion')).toMatchObject({ version: '2', runId: second.runId });
  });

  it('given a name, version or alias that does not exist, when asked, then it is undefined', async () => {
    const { name } = await registry.findOrCreateVersion(await newVersion(`trademaster-${randomUUID()}`));
    expect(await registry.version(name, '9')).toBeUndefined();
    expect(await registry.versionByAlias(name, 'nobody')).toBeUndefined();
    expect(await registry.versionByAlias('trademaster-nothing', 'champion')).toBeUndefined();
  });
});
