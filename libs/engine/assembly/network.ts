import { AS_IT_IS, GATED, multiply, multiplyOne, RECTIFIED } from './product';
import { nextUniform } from './random';

/**
 * One layer inside a block of float32 parameters: weights [inputs][outputs] from `weights`, then the biases. Both counts
 * are padded to multiples of 4; padding is 0 and stays 0, for its gradient is 0.
 */
class Layer {
  /** Inputs and outputs without padding. */
  inputs: i32 = 0;
  outputs: i32 = 0;
  /** With padding. */
  rows: i32 = 0;
  /** Bytes of a row of weights, of the biases, and of a sample's outputs. */
  stride: usize = 0;
  /** Byte offsets inside the block. */
  weights: usize = 0;
  bias: usize = 0;
  /** The batch's outputs [sample][output] and the loss's derivative by them. */
  values: usize = 0;
  deltas: usize = 0;
}

const MOST_LAYERS = 5;
const layers = new StaticArray<Layer>(MOST_LAYERS);
let layerCount: i32 = 0;
let samples: i32 = 0;
let paddedSamples: i32 = 0;
/** Bytes of a sample's padded inputs. */
let inputStride: usize = 0;
let parameterBytes: usize = 0;
let inputs: usize = 0;
let zeros: usize = 0;
let transposed: usize = 0;

function padded(count: i32): i32 {
  return (count + 3) & ~3;
}

/** Zeroed memory that is never given back: an instance trains once. */
export function allocate(bytes: usize): usize {
  const at = heap.alloc(bytes);
  memory.fill(at, 0, bytes);
  return at;
}

/** Begins a network of `inputCount` inputs that sees `batch` samples at a time. */
export function defineInputs(inputCount: i32, batch: i32): void {
  samples = batch;
  paddedSamples = padded(batch);
  inputStride = 4 * <usize>padded(inputCount);
  inputs = allocate(inputStride * <usize>paddedSamples);
  layerCount = 0;
  parameterBytes = 0;
  layers[0] = new Layer();
  layers[0].inputs = inputCount;
}

/** Adds a layer on top of the last one. */
export function defineLayer(outputs: i32): void {
  const layer = layers[layerCount];
  layer.rows = padded(layer.inputs);
  layer.outputs = outputs;
  layer.stride = 4 * <usize>padded(outputs);
  layer.weights = parameterBytes;
  layer.bias = parameterBytes + layer.stride * <usize>layer.rows;
  layer.values = allocate(layer.stride * <usize>paddedSamples);
  layer.deltas = allocate(layer.stride * <usize>paddedSamples);
  parameterBytes = layer.bias + layer.stride;
  layerCount += 1;
  if (layerCount == MOST_LAYERS) return;
  layers[layerCount] = new Layer();
  layers[layerCount].inputs = outputs;
}

/** Ends the definition: makes room for what depends on all layers. */
export function defineScratch(): void {
  parameterBytes = (parameterBytes + 63) & ~63; // whole groups of four vectors
  let widest: usize = inputStride;
  let largest: usize = 0;
  for (let l = 0; l < layerCount; l++) {
    widest = max(widest, layers[l].stride);
    largest = max(largest, layers[l].bias - layers[l].weights);
  }
  zeros = allocate(widest);
  transposed = allocate(largest);
}

/** Bytes of one block of parameters, a multiple of 64. */
export function parameterBlockBytes(): usize {
  return parameterBytes;
}

/** Byte offset of a weight inside a block of parameters. */
export function weightOffset(layer: i32, output: i32, input: i32): usize {
  return layers[layer].weights + <usize>input * layers[layer].stride + 4 * <usize>output;
}

export function biasOffset(layer: i32, output: i32): usize {
  return layers[layer].bias + 4 * <usize>output;
}

/** The batch's inputs [sample][input], padded with zeros. */
export function inputsAt(): usize {
  return inputs;
}

export function inputsStride(): usize {
  return inputStride;
}

/** The batch's outputs after `forward`, and where the loss's derivative by them goes before `backward`. */
export function outputsAt(): usize {
  return layers[layerCount - 1].values;
}

export function outputDeltasAt(): usize {
  return layers[layerCount - 1].deltas;
}

export function outputsStride(): usize {
  return layers[layerCount - 1].stride;
}

/** He et al. 2015: weights uniform within ±√(6 / inputs), drawn output by output; biases 0. */
export function initialiseParameters(parameters: usize): void {
  for (let l = 0; l < layerCount; l++) {
    const layer = layers[l];
    const bound = sqrt<f64>(6.0 / <f64>layer.inputs);
    for (let o = 0; o < layer.outputs; o++) {
      for (let i = 0; i < layer.inputs; i++) {
        store<f32>(parameters + weightOffset(l, o, i), <f32>(bound * (2.0 * nextUniform() - 1.0)));
      }
    }
  }
}

/** The outputs of the batch. */
export function forward(parameters: usize): void {
  let from = inputs;
  let fromStride = inputStride;
  for (let l = 0; l < layerCount; l++) {
    const layer = layers[l];
    const by = parameters + layer.weights;
    const finish = l < layerCount - 1 ? RECTIFIED : AS_IT_IS;
    const start = parameters + layer.bias;
    multiply(from, fromStride, 4, <usize>layer.rows, by, start, layer.values, layer.stride, paddedSamples, finish, 0);
    from = layer.values;
    fromStride = layer.stride;
  }
}

/** The first sample's outputs alone, with the bits that `forward` would give it. */
export function forwardOne(parameters: usize): void {
  let from = inputs;
  for (let l = 0; l < layerCount; l++) {
    const layer = layers[l];
    const finish = l < layerCount - 1 ? RECTIFIED : AS_IT_IS;
    const start = parameters + layer.bias;
    multiplyOne(from, <usize>layer.rows, parameters + layer.weights, start, layer.values, layer.stride, finish);
    from = layer.values;
  }
}

/** Gradients of the loss by all parameters, from the output deltas and the last `forward`. */
export function backward(parameters: usize, gradients: usize): void {
  for (let l = layerCount - 1; l >= 0; l--) {
    const layer = layers[l];
    const below = l > 0 ? layers[l - 1].values : inputs;
    const belowStride = l > 0 ? layers[l - 1].stride : inputStride;
    const deltas = layer.deltas;
    const stride = layer.stride;
    const rows = layer.rows;
    const weights = gradients + layer.weights;
    multiply(below, 4, belowStride, <usize>samples, deltas, zeros, weights, stride, rows, AS_IT_IS, 0);
    sumSamples(deltas, gradients + layer.bias, stride);
    if (l == 0) return;
    transpose(parameters + layer.weights, rows, stride);
    const to = layers[l - 1].deltas;
    multiply(deltas, stride, 4, stride >> 2, transposed, zeros, to, belowStride, paddedSamples, GATED, below);
  }
}

function sumSamples(deltas: usize, to: usize, stride: usize): void {
  const end = deltas + stride * <usize>samples;
  for (let column: usize = 0; column < stride; column += 16) {
    let sum = f32x4.splat(0);
    for (let d = deltas + column; d < end; d += stride) sum = f32x4.add(sum, v128.load(d));
    v128.store(to + column, sum);
  }
}

/** transposed[o][i] = weights[i][o], four by four. */
function transpose(weights: usize, rows: i32, stride: usize): void {
  const toStride: usize = 4 * <usize>rows;
  for (let i: usize = 0; i < <usize>rows; i += 4) {
    for (let column: usize = 0; column < stride; column += 16) {
      const from = weights + i * stride + column;
      const a = v128.load(from);
      const b = v128.load(from + stride);
      const c = v128.load(from + 2 * stride);
      const d = v128.load(from + 3 * stride);
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      const to = transposed + (column >> 2) * toStride + 4 * i;
      v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
      v128.store(to + toStride, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
      v128.store(to + 2 * toStride, v128.shuffle<f32>(AB, CD, 0, 1, 4, 5));
      v128.store(to + 3 * toStride, v128.shuffle<f32>(AB, CD, 2, 3, 6, 7));
    }
  }
}
