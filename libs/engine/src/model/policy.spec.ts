import { createHash } from 'node:crypto';
import { PipelineError } from '@trademaster/errors';
import { trainExample, walkingBars } from '@trademaster/testkit';
import { policyParts } from './build-policy';
import { decodeOnnx } from './decode-onnx';
import { hyperparametersOf } from './hyperparameters';
import { mlflowModelFiles } from './mlflow-model-files';
import { decodePolicy, encodePolicy } from './policy-json';

const example = trainExample(walkingBars(260));
const parsed = () => JSON.parse(Buffer.from(example.policyJson).toString('utf8')) as Record<string, unknown>;

/** The example's bytes with one value replaced; undefined takes it out. */
function changed(path: string, value: unknown): Buffer {
  const document = parsed();
  const keys = path.split('.');
  const last = keys.pop() as string;
  const holder = keys.reduce((at, key) => at[key] as Record<string, unknown>, document);
  holder[last] = value;
  return Buffer.from(JSON.stringify(document));
}

function refusal(act: () => unknown): PipelineError {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof PipelineError) return thrown;
    throw thrown;
  }
  throw new Error('it was accepted');
}

/** Dotted paths of everything in a document, containers included. */
function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]));
  return path.length === 0 ? below : [path, ...below];
}

/** Maps of free names and lists of free length: taking one item out leaves a valid document or breaks a sum. */
const FREE = /^(backtest|buy_and_hold)\.metrics(_reasons)?\.|\.\d+$|bars_needed$/;

describe('policy.json', () => {
  it('given a policy, when written and read, then it is the same', () => {
    expect(decodePolicy(example.policyJson)).toEqual(example.policy);
  });

  it('given its keys in another order, then the bytes are the same', () => {
    const reversed = Object.fromEntries(Object.entries(example.policy).reverse()) as never;

    expect(Buffer.from(encodePolicy(reversed))).toEqual(Buffer.from(example.policyJson));
    expect(Object.keys(parsed())).toEqual(Object.keys(parsed()).sort());
  });

  it.each(
    pathsOf(parsed())
      .map((path) => path.join('.'))
      .filter((path) => !FREE.test(path)),
  )('given no %s, then the refusal names it', (path) => {
    expect(refusal(() => decodePolicy(changed(path, undefined)))).toMatchObject({
      code: 'model_invalid',
      field: `policy.${path}`,
    });
  });

  it.each([
    ['observation.scale.2', 0, 'observation.scale.2'],
    ['observation.mean', [1], 'observation.mean'],
    ['network.sizes', [99, 8, 2], 'network.sizes.0'],
    ['network.sizes', [example.policy.observation.features.length + 1, 8, 3], 'network.sizes'],
    ['actions', [-1, 0, 1], 'actions'],
    ['settings.profile', 'trademaster', 'settings.profile'],
    ['settings.training.seeds', [-1], 'settings.training.seeds.0'],
    ['settings.environment.max_position', 2, 'settings.environment.max_position'],
    ['verdict.confidence_cap', '100', 'verdict.confidence_cap'],
    ['calibration.levels.0.probability', 1.5, 'calibration.levels.0.probability'],
    ['format', 'trademaster.policy/2', 'format'],
  ])('given %s = %j, then the refusal names %s', (path, value, field) => {
    expect(refusal(() => decodePolicy(changed(path, value)))).toMatchObject({
      code: 'model_invalid',
      field: `policy.${field}`,
    });
  });

  it('given bytes that are not JSON, then they are refused', () => {
    expect(refusal(() => decodePolicy(Buffer.from('{"format":')))).toMatchObject({
      code: 'model_invalid',
      field: 'policy',
    });
  });
});

describe('a policy and its networks', () => {
  const members = decodeOnnx(example.onnx);

  it('given both as stored, then deciding has the very numbers that were evaluated', () => {
    const parts = policyParts(decodePolicy(example.policyJson), members);

    expect(parts.scaler).toEqual(example.evaluation.scaler);
    expect(parts.calibration).toEqual(example.evaluation.calibration);
    expect(parts.settings.training.seeds).toEqual([11, 23, 47]);
  });

  it('given the networks of other seeds, then they are refused', () => {
    expect(refusal(() => policyParts(example.policy, members.slice(1)))).toMatchObject({
      code: 'model_invalid',
      field: 'policy.settings.training.seeds',
    });
  });

  it('given networks of another size, then they are refused', () => {
    const policy = { ...example.policy, network: { ...example.policy.network, sizes: [20, 99, 2] } };

    expect(refusal(() => policyParts(policy, members)).field).toBe('policy.network.sizes');
  });

  it('given settings, then every one of them is a param as text', () => {
    const params = hyperparametersOf(example.policy.settings);

    expect(params).toMatchObject({
      'training.seeds': '11,23,47',
      'training.learning_rate': '0.001',
      'environment.allow_short': 'false',
      'split.train': '0.7',
    });
    expect(Object.values(params).every((value) => typeof value === 'string')).toBe(true);
  });
});

describe('the MLflow model directory', () => {
  const files = mlflowModelFiles(example.onnx, example.policyJson, '0123456789abcdef0123456789abcdef');
  const text = (path: string) => Buffer.from(files.find((file) => file.path === path)?.bytes ?? '').toString('utf8');

  it('given a model, then its directory has what mlflow.pyfunc.load_model reads', () => {
    expect(files.map(({ path }) => path)).toEqual([
      'MLmodel',
      'model.onnx',
      'policy.json',
      'requirements.txt',
      'python_env.yaml',
      'conda.yaml',
    ]);
    expect(text('MLmodel')).toContain('loader_module: mlflow.onnx');
    expect(text('MLmodel')).toContain('"name":"q_values_23","type":"tensor"');
    expect(sha256(files[1]?.bytes)).toBe(example.policy.network.onnx_sha256);
  });

  it('given the same model, then the same bytes', () => {
    const again = mlflowModelFiles(example.onnx, example.policyJson, '0123456789abcdef0123456789abcdef');

    expect(again.map(({ bytes }) => sha256(bytes))).toEqual(files.map(({ bytes }) => sha256(bytes)));
  });
});

function sha256(bytes: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');
}
