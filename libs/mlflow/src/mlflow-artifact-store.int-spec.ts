import { randomUUID } from 'node:crypto';
import { artifactStoreContract } from '@trademaster/testkit';
import type { ArtifactOwner } from './artifact-store';
import { MlflowArtifactStore } from './mlflow-artifact-store';
import { MlflowArtifacts } from './mlflow-artifacts';
import { MlflowClient } from './mlflow-client';

const connection = { trackingUri: process.env.MLFLOW_TRACKING_URI ?? '' };
const client = new MlflowClient(connection);
const store = new MlflowArtifactStore(connection);
const artifacts = new MlflowArtifacts(connection);

async function newOwner(): Promise<ArtifactOwner> {
  const experimentId = await client.getOrCreateExperiment('artifact store');
  return client.createRun({ experimentId, runName: randomUUID(), startTime: 0, tags: {} });
}

artifactStoreContract('MLflow', async () => ({ store, owner: await newOwner() }));

describe("artifacts on MLflow's server", () => {
  it('given an artifact, when fetched at its address, then it is those bytes', async () => {
    const ref = await store.put(await newOwner(), 'transcript.json', '{"messages":[]}', 'application/json');
    const response = await fetch(store.httpUrlOf(ref));
    expect(await response.text()).toBe('{"messages":[]}');
  });

  it('given a write that was cut off, when the same bytes are put again, then they are mended', async () => {
    const owner = await newOwner();
    const ref = await store.put(owner, 'bars.json', '[1,2,3]');
    const path = ref.uri.split('/artifacts/')[1] ?? '';
    await artifacts.put(ref.uri.replace(`/${path}`, ''), path, Buffer.from('[1,2'));
    await expect(store.get(ref)).rejects.toMatchObject({ code: 'artifact_corrupt' });
    await store.put(owner, 'bars.json', '[1,2,3]');
    expect((await store.get(ref)).toString()).toBe('[1,2,3]');
  });

  it('given files in folders, when listed, then each level names its own, with sizes', async () => {
    const owner = await newOwner();
    const { artifactUri = '' } = (await client.getRun(owner.runId)) ?? {};
    await artifacts.put(artifactUri, 'report.html', Buffer.from('<p>'));
    await artifacts.put(artifactUri, 'model/model.onnx', Buffer.from('onnx'));
    expect(await artifacts.list(owner.runId)).toEqual([
      { path: 'model', isFolder: true },
      { path: 'report.html', isFolder: false, bytes: 3 },
    ]);
    expect(await artifacts.list(owner.runId, 'model')).toEqual([
      { path: 'model/model.onnx', isFolder: false, bytes: 4 },
    ]);
  });

  it('given a run that does not exist, when put, then it is mlflow_rejected: PUT alone would not notice', async () => {
    const { experimentId } = await newOwner();
    const put = store.put({ experimentId, runId: '0'.repeat(32) }, 'bars.json', '[]');
    await expect(put).rejects.toMatchObject({ code: 'mlflow_rejected' });
  });

  it("given another artifact of the run, when one is put beside it, then it is in the run's own root", async () => {
    const owner = await newOwner();
    const beside = await store.put(owner, 'bars.json', '[]');
    const ref = await store.put({ ...owner, beside }, 'facts.json', '{}');
    expect(ref.uri).toBe((await store.put(owner, 'facts.json', '{}')).uri);
  });

  it("given an artifact of another run, when one is put beside it, then it is in the owner's root all the same", async () => {
    const owner = await newOwner();
    const beside = await store.put(await newOwner(), 'bars.json', '[]');
    const ref = await store.put({ ...owner, beside }, 'facts.json', '{}');
    expect(ref.uri).toContain(`/${owner.runId}/artifacts/facts/`);
  });

  it.each(['s3://bucket/1/x/artifacts/bars.json', 'mlflow-artifacts:/1/../secret'])(
    'given %s, when read, then it is refused',
    async (uri) => {
      const asked = store.get({ uri, sha256: 'a'.repeat(64), bytes: 1 });
      await expect(asked).rejects.toMatchObject({ code: 'mlflow_rejected' });
    },
  );
});
