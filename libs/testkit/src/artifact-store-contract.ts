import { randomUUID } from 'node:crypto';
import { sha256Hex } from '@trademaster/contracts';
import type { ArtifactOwner, ArtifactStore } from '@trademaster/mlflow';

export interface ArtifactStoreUnderTest {
  store: ArtifactStore;
  owner: ArtifactOwner;
}

/** The suite that every ArtifactStore passes. */
export function artifactStoreContract(describeName: string, create: () => Promise<ArtifactStoreUnderTest>): void {
  describe(`${describeName} as an artifact store`, () => {
    let store: ArtifactStore;
    let owner: ArtifactOwner;

    beforeAll(async () => {
      ({ store, owner } = await create());
    });

    it('given bytes, when put, then the reference names their hash, and get returns them', async () => {
      const bytes = Buffer.from([0, 1, 2, 254, 255]);
      const ref = await store.put(owner, 'model.onnx', bytes);
      const sha256 = sha256Hex(bytes);
      expect(ref).toEqual({
        uri: `mlflow-artifacts:/${owner.experimentId}/${owner.runId}/artifacts/facts/model-${sha256.slice(0, 12)}.onnx`,
        sha256,
        bytes: 5,
      });
      expect((await store.get(ref)).equals(bytes)).toBe(true);
    });

    it('given text, when put, then it is kept as UTF-8 and counted in bytes', async () => {
      const ref = await store.put(owner, 'prompt.txt', 'Kurs über 100 €');
      expect(ref.bytes).toBe(18); // ü has two bytes, € three
      expect((await store.get(ref)).toString('utf8')).toBe('Kurs über 100 €');
    });

    it('given the same bytes, when put again, then it is the same artifact', async () => {
      const text = randomUUID();
      expect(await store.put(owner, 'bars.json', text)).toEqual(await store.put(owner, 'bars.json', text));
    });

    it('given other bytes under the same name, when put, then both are kept', async () => {
      const one = await store.put(owner, 'bars.json', 'one');
      const two = await store.put(owner, 'bars.json', 'two');
      expect(one.uri).not.toBe(two.uri);
      expect((await store.get(one)).toString()).toBe('one');
    });

    it('given a reference with another hash, when read, then it is artifact_corrupt', async () => {
      const ref = await store.put(owner, 'curve.json', '[1]');
      const asked = store.get({ ...ref, sha256: sha256Hex('[2]') });
      await expect(asked).rejects.toMatchObject({ code: 'artifact_corrupt', retryable: false });
    });

    it('given nothing was put, when read, then it is artifact_not_found', async () => {
      const ref = await store.put(owner, 'curve.json', '[1]');
      const asked = store.get({ ...ref, uri: ref.uri.replace('curve', 'no-such-curve') });
      await expect(asked).rejects.toMatchObject({ code: 'artifact_not_found', retryable: false });
    });

    it('given a name with a folder in it, when put, then it is refused', async () => {
      const put = Promise.resolve().then(() => store.put(owner, '../model.onnx', 'x'));
      await expect(put).rejects.toMatchObject({ code: 'mlflow_rejected', field: 'name' });
    });
  });
}
