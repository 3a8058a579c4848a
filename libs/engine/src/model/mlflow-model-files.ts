import { decodeOnnx } from './decode-onnx';
import { OBSERVATION, qValuesOf } from './onnx-fields';

/** A file of a model directory. */
export interface ModelFile {
  /** Relative to the directory, `MLmodel` for example. */
  path: string;
  bytes: Uint8Array;
}

/** What a Python that loads the model needs; these versions were seen to load and predict. */
const PYTHON_VERSION = '3.11';
const REQUIREMENTS = ['mlflow==3.17.2', 'onnx==1.23.2', 'onnxruntime==1.32.0'];

/**
 * The directory that makes an ONNX file and its policy an MLflow model of the `onnx` and `python_function` flavors, to
 * be stored as `model/` of its run: `mlflow.pyfunc.load_model('runs:/<runId>/model').predict({'observation': …})`.
 * The signature is the network's own. Pure: no time, the same input gives the same bytes.
 * Throws `model_invalid` for bytes that `decodeOnnx` refuses.
 */
export function mlflowModelFiles(onnx: Uint8Array, policy: Uint8Array, runId: string): ModelFile[] {
  return [
    { path: 'MLmodel', bytes: utf8(descriptor(onnx, runId)) },
    { path: 'model.onnx', bytes: onnx },
    { path: 'policy.json', bytes: policy },
    { path: 'requirements.txt', bytes: utf8(lines(REQUIREMENTS)) },
    { path: 'python_env.yaml', bytes: utf8(pythonEnvironment()) },
    { path: 'conda.yaml', bytes: utf8(condaEnvironment()) },
  ];
}

function descriptor(onnx: Uint8Array, runId: string): string {
  const members = decodeOnnx(onnx);
  const inputs = [tensor(OBSERVATION, members[0]?.network.sizes[0] ?? 0)];
  const outputs = members.map(({ seed, network }) => tensor(qValuesOf(seed), network.sizes.at(-1) ?? 0));
  return lines([
    'artifact_path: model',
    'flavors:',
    '  onnx:',
    '    code: null',
    '    data: model.onnx',
    `    onnx_version: ${versionOf('onnx')}`,
    '    providers:',
    '    - CPUExecutionProvider',
    '  python_function:',
    '    data: model.onnx',
    '    env:',
    '      conda: conda.yaml',
    '      virtualenv: python_env.yaml',
    '    loader_module: mlflow.onnx',
    `    python_version: '${PYTHON_VERSION}'`,
    `mlflow_version: ${versionOf('mlflow')}`,
    `run_id: ${runId}`,
    'signature:',
    `  inputs: '${JSON.stringify(inputs)}'`,
    `  outputs: '${JSON.stringify(outputs)}'`,
    '  params: null',
  ]);
}

function tensor(name: string, columns: number): object {
  return { name, type: 'tensor', 'tensor-spec': { dtype: 'float32', shape: [-1, columns] } };
}

function versionOf(name: string): string {
  return REQUIREMENTS.find((requirement) => requirement.startsWith(`${name}==`))?.slice(name.length + 2) ?? '';
}

function pythonEnvironment(): string {
  return lines([
    `python: '${PYTHON_VERSION}'`,
    'build_dependencies:',
    '- pip',
    'dependencies:',
    '- -r requirements.txt',
  ]);
}

function condaEnvironment(): string {
  return lines([
    'name: mlflow-env',
    'channels:',
    '- conda-forge',
    'dependencies:',
    `- python=${PYTHON_VERSION}`,
    '- pip',
    '- pip:',
    ...REQUIREMENTS.map((requirement) => `  - ${requirement}`),
  ]);
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

function utf8(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf8'));
}
