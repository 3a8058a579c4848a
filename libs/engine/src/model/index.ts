export { buildPolicy, type PolicyInput, policyParts } from './build-policy';
export { decodeOnnx } from './decode-onnx';
export { encodeOnnx } from './encode-onnx';
export { hyperparametersOf } from './hyperparameters';
export { mlflowModelFiles, type ModelFile } from './mlflow-model-files';
export type { Policy, PolicyInstrument, PolicySpan } from './policy';
export { decodePolicy, encodePolicy } from './policy-json';
export { type SettingsDocument, settingsDocument, settingsFrom } from './settings-document';
