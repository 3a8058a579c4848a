import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_RUN_CONFIG } from '@trademaster/contracts';
import type { Champion } from '@trademaster/ledger';
import type { MlflowRun } from '@trademaster/mlflow';
import { examplePinnedModel, exampleSymbolRequested, InMemoryArtifactStore } from '@trademaster/testkit';
import { ModelPins } from './model-pins';

const TRAINED_BY = 'fedcba9876543210fedcba9876543210';
const ROOT = `mlflow-artifacts:/7/${TRAINED_BY}/artifacts`;
const SERIES = { symbol: 'SIMA', source: 'simulated', barSize: '1 day', profile: 'realistic' };
const VERSION = { name: 'trademaster-SIMA', version: '3', source: `runs:/${TRAINED_BY}/model`, runId: TRAINED_BY };

const pins = (champion?: Champion) => {
  const store = new InMemoryArtifactStore();
  const files: Record<string, string> = { [`${ROOT}/model/model.onnx`]: 'onnx', [`${ROOT}/model/policy.json`]: '{}' };
  const service = new ModelPins(
    { current: () => Promise.resolve(champion) },
    { getRun: (id) => Promise.resolve(id === TRAINED_BY ? ({ artifactUri: ROOT } as MlflowRun) : undefined) },
    {
      version: (name, version) => Promise.resolve(name === VERSION.name && version === '3' ? VERSION : undefined),
      versionByAlias: (name, alias) =>
        Promise.resolve(name === VERSION.name && alias === 'champion' ? VERSION : undefined),
    },
    { get: (uri) => Promise.resolve(files[uri] === undefined ? undefined : Buffer.from(files[uri])) },
    store,
  );
  const load = (model_uri?: string) =>
    service.modelToLoad(
      exampleSymbolRequested({ config: { ...DEFAULT_RUN_CONFIG, ...(model_uri && { model_uri }) } }),
      SERIES,
    );
  return { load, store };
};

describe('the model to load', () => {
  it.each([
    ['models:/trademaster-SIMA@champion', { registered_name: 'trademaster-SIMA', version: '3', run_id: TRAINED_BY }],
    ['models:/trademaster-SIMA/3', { registered_name: 'trademaster-SIMA', version: '3', run_id: TRAINED_BY }],
    [`runs:/${TRAINED_BY}/model`, { run_id: TRAINED_BY }],
    [`runs:/${TRAINED_BY}/model/model.onnx`, { run_id: TRAINED_BY }],
  ])('given %s, when pinned, then its bytes are copied into the run and named by their hashes', async (uri, known) => {
    const { load, store } = pins();
    const model = await load(uri);
    expect(model).toMatchObject({ requested_uri: uri, ...known });
    expect((await store.get(model.onnx)).toString()).toBe('onnx');
    expect((await store.get(model.policy)).toString()).toBe('{}');
  });

  it('given a file or its folder, when pinned, then both files are copied in', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'model-'));
    try {
      writeFileSync(join(folder, 'model.onnx'), 'bytes');
      writeFileSync(join(folder, 'policy.json'), '{"a":1}');
      const { load, store } = pins();
      for (const path of [folder, join(folder, 'model.onnx')]) {
        expect((await store.get((await load(path)).policy)).toString()).toBe('{"a":1}');
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('given none, when there is a champion, then it is the champion, by its bytes', async () => {
    const model = examplePinnedModel();
    const known = {
      cause: 'run 1',
      reason: 'first',
      verdict: null,
      promotedBy: 'trademaster',
      promotedAt: new Date(0),
    };
    expect(await pins({ ...SERIES, runId: TRAINED_BY, model, ...known }).load()).toEqual(model);
  });

  it.each([
    [undefined, /no champion/],
    ['models:/trademaster-SIMA/9', /no such registered model/],
    ['models:/other@champion', /no such registered model/],
    [`runs:/${'0'.repeat(32)}/model`, /no run/],
    [`runs:/${TRAINED_BY}/elsewhere`, /no artifact/],
    ['./does/not/exist.onnx', /policy.json beside it/],
  ])('given %s, when it does not exist, then it is model_not_found with the reason', async (uri, message) => {
    await expect(pins().load(uri)).rejects.toMatchObject({
      code: 'model_not_found',
      message: expect.stringMatching(message),
    });
  });
});
