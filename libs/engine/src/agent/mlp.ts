/**
 * A fully connected network: ReLU after every layer but the last. `sizes` = [inputs, hidden…, outputs]; layer l has
 * `weights[l]` row-major [sizes[l+1]][sizes[l]] and `biases[l]`. The numbers are float32 because that is what ONNX
 * holds: what was selected and evaluated is, bit for bit, what is deployed.
 */
export interface Mlp {
  sizes: number[];
  weights: Float32Array[];
  biases: Float32Array[];
}

/**
 * Output of the network for one input of `sizes[0]` numbers. Sums run in double precision, bias first, inputs in
 * order: the same bits on every machine, and within float32 rounding of what an ONNX runtime computes.
 */
export function predict(network: Mlp, input: ArrayLike<number>): Float64Array {
  let activations: ArrayLike<number> = input;
  const layers = network.weights.length;
  for (let layer = 0; layer < layers; layer++) {
    const weights = network.weights[layer] as Float32Array;
    const biases = network.biases[layer] as Float32Array;
    const inputs = activations.length;
    const outputs = new Float64Array(biases.length);
    for (let o = 0; o < outputs.length; o++) {
      let sum = biases[o] as number;
      for (let i = 0; i < inputs; i++) sum += (weights[o * inputs + i] as number) * (activations[i] as number);
      outputs[o] = layer < layers - 1 && sum < 0 ? 0 : sum;
    }
    activations = outputs;
  }
  return activations as Float64Array;
}

/** Index of the largest value; the first of equals. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}
