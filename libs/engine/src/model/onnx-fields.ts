/** Field numbers and constants of ONNX's onnx.proto3 (github.com/onnx/onnx, IR version 8) that our models use. */
export const MODEL = { irVersion: 1, producerName: 2, docString: 6, graph: 7, opsetImport: 8 };
export const OPSET = { version: 2 };
export const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 };
export const NODE = { input: 1, output: 2, name: 3, opType: 4, attribute: 5 };
export const ATTRIBUTE = { name: 1, integer: 3, type: 20 };
export const TENSOR = { dims: 1, dataType: 2, name: 8, rawData: 9 };
export const VALUE_INFO = { name: 1, type: 2 };
export const TYPE = { tensor: 1 };
export const TENSOR_TYPE = { elementType: 1, shape: 2 };
export const SHAPE = { dimension: 1 };
export const DIMENSION = { value: 1, parameter: 2 };

export const FLOAT32 = 1;
export const ATTRIBUTE_IS_INTEGER = 2;

/** The one input: float32 [batch, features + 1], scaled features in policy order, then the direction held (−1..1). */
export const OBSERVATION = 'observation';

/** One output per member: float32 [batch, actions], the value of each action in the order of the policy's `actions`. */
export function qValuesOf(seed: number): string {
  return `q_values_${seed}`;
}

/** The seed of an output, undefined for another name. */
export function seedOf(output: string): number | undefined {
  const match = /^q_values_(\d{1,10})$/.exec(output);
  return match ? Number(match[1]) : undefined;
}
