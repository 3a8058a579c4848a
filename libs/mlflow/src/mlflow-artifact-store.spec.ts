import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sha256Hex } from '@trademaster/contracts';
import { MlflowArtifactStore } from './mlflow-artifact-store';

const WHOLE = '[1,2,3]';
const REF = {
  uri: 'mlflow-artifacts:/7/a/artifacts/facts/bars.json',
  sha256: sha256Hex(WHOLE),
  bytes: WHOLE.length,
};

/** An MLflow that answers with one text after the other, and the last one from then on. */
async function serverThatAnswers(...answers: string[]): Promise<{ server: Server; store: MlflowArtifactStore }> {
  const server = createServer((_, response) => response.end(answers.length > 1 ? answers.shift() : answers[0]));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, store: new MlflowArtifactStore({ trackingUri: `http://127.0.0.1:${port}` }) };
}

describe('an artifact that is written again while it is read', () => {
  let server: Server;
  afterEach(() => server.close());

  it('given a part of it at first, when read, then it is looked at again until it is whole', async () => {
    let store: MlflowArtifactStore;
    ({ server, store } = await serverThatAnswers('', '[1,', WHOLE));
    expect((await store.get(REF)).toString()).toBe(WHOLE);
  });

  it('given bytes that stay wrong, when read, then they are artifact_corrupt', async () => {
    let store: MlflowArtifactStore;
    ({ server, store } = await serverThatAnswers('[1,2,4]'));
    await expect(store.get(REF)).rejects.toMatchObject({ code: 'artifact_corrupt' });
  });
});
