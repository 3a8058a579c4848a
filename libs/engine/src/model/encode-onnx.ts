import type { Member } from '../agent/roll-policy';
import {
  ATTRIBUTE,
  ATTRIBUTE_IS_INTEGER,
  DIMENSION,
  FLOAT32,
  GRAPH,
  MODEL,
  NODE,
  OBSERVATION,
  OPSET,
  qValuesOf,
  SHAPE,
  TENSOR,
  TENSOR_TYPE,
  TYPE,
  VALUE_INFO,
} from './onnx-fields';
import { MessageWriter } from './protobuf';

const IR_VERSION = 8;
const OPSET_VERSION = 13;

/**
 * All members of an ensemble as one ONNX model: `observation` float32 [batch, sizes[0]] in, `q_values_<seed>` float32
 * [batch, actions] out, in the members' order; per layer a Gemm (weights [out, in], transB) and, but for the last, a
 * Relu. The same members give the same bytes, and `decodeOnnx` gives back exactly the same numbers.
 * At least one member, all with the same number of inputs.
 */
export function encodeOnnx(members: readonly Member[]): Uint8Array {
  const inputs = members[0]?.network.sizes[0] ?? 0;
  const graph = new MessageWriter();
  members.forEach((member) => writeNodes(graph, member));
  graph.text(GRAPH.name, 'ensemble');
  members.forEach((member) => writeInitializers(graph, member));
  graph.message(GRAPH.input, matrixOf(OBSERVATION, inputs));
  members.forEach(({ seed, network }) => {
    graph.message(GRAPH.output, matrixOf(qValuesOf(seed), network.sizes.at(-1) ?? 0));
  });
  return new MessageWriter()
    .integer(MODEL.irVersion, IR_VERSION)
    .text(MODEL.producerName, 'trademaster')
    .text(MODEL.docString, 'Action values of each member of an ensemble; policy.json says how to read them.')
    .message(MODEL.graph, graph)
    .message(MODEL.opsetImport, new MessageWriter().integer(OPSET.version, OPSET_VERSION))
    .finish();
}

function writeNodes(graph: MessageWriter, { seed, network }: Member): void {
  const last = network.weights.length - 1;
  let from = OBSERVATION;
  network.weights.forEach((_, layer) => {
    const to = layer === last ? qValuesOf(seed) : `${tensorName(seed, layer)}.sum`;
    const { weights, biases } = tensorNames(seed, layer);
    const transposed = new MessageWriter()
      .text(ATTRIBUTE.name, 'transB')
      .integer(ATTRIBUTE.integer, 1)
      .integer(ATTRIBUTE.type, ATTRIBUTE_IS_INTEGER);
    graph.message(GRAPH.node, nodeOf('Gemm', [from, weights, biases], to).message(NODE.attribute, transposed));
    if (layer === last) return;
    from = `${tensorName(seed, layer)}.activation`;
    graph.message(GRAPH.node, nodeOf('Relu', [to], from));
  });
}

function writeInitializers(graph: MessageWriter, { seed, network }: Member): void {
  network.weights.forEach((layerWeights, layer) => {
    const layerBiases = network.biases[layer] as Float32Array;
    const { weights, biases } = tensorNames(seed, layer);
    graph.message(GRAPH.initializer, tensorOf(weights, [layerBiases.length, network.sizes[layer] ?? 0], layerWeights));
    graph.message(GRAPH.initializer, tensorOf(biases, [layerBiases.length], layerBiases));
  });
}

function tensorName(seed: number, layer: number): string {
  return `member_${seed}.layer_${layer}`;
}

function tensorNames(seed: number, layer: number): { weights: string; biases: string } {
  return { weights: `${tensorName(seed, layer)}.weights`, biases: `${tensorName(seed, layer)}.biases` };
}

function nodeOf(opType: string, inputs: readonly string[], output: string): MessageWriter {
  const node = new MessageWriter();
  inputs.forEach((input) => node.text(NODE.input, input));
  return node.text(NODE.output, output).text(NODE.name, `${output}.${opType}`).text(NODE.opType, opType);
}

function tensorOf(name: string, dims: readonly number[], numbers: Float32Array): MessageWriter {
  const tensor = new MessageWriter();
  dims.forEach((dim) => tensor.integer(TENSOR.dims, dim));
  return tensor.integer(TENSOR.dataType, FLOAT32).text(TENSOR.name, name).bytes(TENSOR.rawData, littleEndian(numbers));
}

function littleEndian(numbers: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(numbers.length * 4));
  numbers.forEach((number, index) => view.setFloat32(index * 4, number, true));
  return new Uint8Array(view.buffer);
}

/** A float32 [batch, columns] input or output. */
function matrixOf(name: string, columns: number): MessageWriter {
  const shape = new MessageWriter()
    .message(SHAPE.dimension, new MessageWriter().text(DIMENSION.parameter, 'batch'))
    .message(SHAPE.dimension, new MessageWriter().integer(DIMENSION.value, columns));
  const tensor = new MessageWriter().integer(TENSOR_TYPE.elementType, FLOAT32).message(TENSOR_TYPE.shape, shape);
  const type = new MessageWriter().message(TYPE.tensor, tensor);
  return new MessageWriter().text(VALUE_INFO.name, name).message(VALUE_INFO.type, type);
}
