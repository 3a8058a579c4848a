import { parseModelUri } from './model-uri';

const RUN = '0123456789abcdef0123456789abcdef';

describe('model_uri', () => {
  it.each([
    [`runs:/${RUN}/model`, { kind: 'run', runId: RUN, path: 'model' }],
    [`runs:/${RUN}/facts/deep/`, { kind: 'run', runId: RUN, path: 'facts/deep' }],
    ['models:/trademaster-BTC@champion', { kind: 'alias', name: 'trademaster-BTC', alias: 'champion' }],
    ['models:/trademaster-BTC/12', { kind: 'version', name: 'trademaster-BTC', version: '12' }],
    ['./models/btc.onnx', { kind: 'file', path: './models/btc.onnx' }],
    ['file:///srv/models/btc', { kind: 'file', path: '/srv/models/btc' }],
  ])('given %s, when read, then it says where the model is', (uri, where) => {
    expect(parseModelUri(uri)).toEqual(where);
  });

  it.each(['models:/name', 'runs:/short/model', 's3://bucket/model', 'models:/a@b/c'])(
    'given %s, when read, then it is refused by name',
    (uri) => {
      expect(() => parseModelUri(uri)).toThrow(
        expect.objectContaining({ code: 'config_invalid', field: 'config.model_uri' }),
      );
    },
  );
});
