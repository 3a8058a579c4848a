import { PipelineError } from '@trademaster/errors';
import type { Member } from '../agent/roll-policy';
import { ATTRIBUTE, FLOAT32, GRAPH, MODEL, NODE, OBSERVATION, seedOf, TENSOR, VALUE_INFO } from './onnx-fields';
import { MessageReader } from './protobuf';

interface Graph {
  /** Nodes by the name of their one output. */
  nodes: Map<string, MessageReader>;
  tensors: Map<string, Tensor>;
}

interface Tensor {
  dims: number[];
  numbers: Float32Array;
}

interface Layer {
  weights: Tensor;
  biases: Tensor;
}

/**
 * Reads the members out of a model that `encodeOnnx` wrote, number for number. Not a general ONNX reader: what is not
 * a chain of Gemm and Relu from `observation` to `q_values_<seed>` is refused with `model_invalid`.
 */
export function decodeOnnx(bytes: Uint8Array): Member[] {
  const encoded = new MessageReader(bytes).message(MODEL.graph);
  const graph: Graph = {
    nodes: new Map(encoded.messages(GRAPH.node).map((node) => [node.text(NODE.output), node])),
    tensors: new Map(encoded.messages(GRAPH.initializer).map((tensor) => [tensor.text(TENSOR.name), tensorOf(tensor)])),
  };
  const outputs = encoded.messages(GRAPH.output).map((output) => output.text(VALUE_INFO.name));
  if (outputs.length === 0) refuse('it has no outputs');
  const members = outputs.map((output) => memberOf(output, graph));
  if (new Set(members.map((member) => member.seed)).size < members.length) refuse('two outputs have the same name');
  if (new Set(members.map((member) => member.network.sizes[0])).size > 1) refuse('its members take different inputs');
  return members;
}

function memberOf(output: string, graph: Graph): Member {
  const seed = seedOf(output) ?? refuse(`output ${output} is not q_values_<seed>`);
  const layers = layersOf(output, graph);
  const sizes = [layers[0]?.weights.dims[1] ?? 0, ...layers.map((layer) => layer.biases.dims[0] ?? 0)];
  layers.forEach(({ weights, biases }, index) => {
    if (weights.dims.length !== 2 || biases.dims.length !== 1) refuse(`layer ${index} of ${output} is not a matrix`);
    if (weights.dims[0] !== sizes[index + 1] || weights.dims[1] !== sizes[index]) {
      refuse(`layer ${index} of ${output} is [${weights.dims.join()}], not [${sizes[index + 1]},${sizes[index]}]`);
    }
  });
  return {
    seed,
    network: {
      sizes,
      weights: layers.map((layer) => layer.weights.numbers),
      biases: layers.map((layer) => layer.biases.numbers),
    },
  };
}

/** From the output back to the observation, first layer first. */
function layersOf(output: string, { nodes, tensors }: Graph): Layer[] {
  const layers: Layer[] = [];
  let at = output;
  while (layers.length <= nodes.size) {
    const gemm = nodeOf(at, 'Gemm', nodes);
    const [from = '', weights = '', biases = ''] = gemm.texts(NODE.input);
    checkAttributes(gemm, at);
    layers.unshift({ weights: named(weights, tensors), biases: named(biases, tensors) });
    if (from === OBSERVATION) return layers;
    at = nodeOf(from, 'Relu', nodes).text(NODE.input);
  }
  return refuse(`${output} never reaches ${OBSERVATION}`);
}

/** Exactly `transB = 1`: any other attribute would make another product. */
function checkAttributes(gemm: MessageReader, output: string): void {
  const attributes = gemm.messages(NODE.attribute);
  const [transposed] = attributes;
  if (
    attributes.length !== 1 ||
    transposed?.text(ATTRIBUTE.name) !== 'transB' ||
    transposed.integer(ATTRIBUTE.integer) !== 1
  ) {
    refuse(`the Gemm of ${output} is not x · weightsᵀ + biases`);
  }
}

function nodeOf(output: string, opType: string, nodes: Graph['nodes']): MessageReader {
  const node = nodes.get(output);
  return node?.text(NODE.opType) === opType ? node : refuse(`${output} is not made by a ${opType}`);
}

function named(name: string, tensors: Graph['tensors']): Tensor {
  return tensors.get(name) ?? refuse(`initializer ${name} is missing`);
}

function tensorOf(encoded: MessageReader): Tensor {
  const name = encoded.text(TENSOR.name);
  const dims = encoded.integers(TENSOR.dims);
  const raw = encoded.allBytes(TENSOR.rawData).at(-1) ?? new Uint8Array();
  const count = dims.reduce((product, dim) => product * dim, 1);
  if (encoded.integer(TENSOR.dataType) !== FLOAT32) refuse(`initializer ${name} is not float32`);
  if (count === 0 || raw.length !== count * 4) {
    refuse(`initializer ${name} has ${raw.length} bytes for [${dims.join()}] float32 numbers`);
  }
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const numbers = Float32Array.from({ length: count }, (_, index) => view.getFloat32(index * 4, true));
  if (!numbers.every(Number.isFinite)) refuse(`initializer ${name} holds a number that is not finite`);
  return { dims, numbers };
}

function refuse(what: string): never {
  throw new PipelineError('model_invalid', `the model is not an ensemble of this engine: ${what}`, { field: 'onnx' });
}
