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
