import { createHash } from 'node:crypto';
import { PipelineError } from '@trademaster/errors';
import * as fc from 'fast-check';
import type { Member } from '../agent/roll-policy';
import { decodeOnnx } from './decode-onnx';
import { encodeOnnx } from './encode-onnx';

const floats = (...numbers: number[]) => Float32Array.from(numbers);

/** 2 inputs, 3 hidden units, 2 actions; with −0, a subnormal and the largest float32 among the weights. */
function member(seed: number): Member {
  return {
    seed,
    network: {
      sizes: [2, 3, 2],
      weights: [floats(0.5, -1.25, 2, 1e-40, -0, 3.4028234663852886e38), floats(1, 2, 3, -4, 5, -6)],
      biases: [floats(0.125, 0, -7), floats(0.1, -0.2)],
    },
  };
}

const LARGEST_SEED = 4294967295;
const members = [member(11), member(LARGEST_SEED)];

function refusal(bytes: Uint8Array): PipelineError {
  try {
    decodeOnnx(bytes);
  } catch (thrown) {
    if (thrown instanceof PipelineError) return thrown;
    throw thrown;
  }
  throw new Error('the bytes were accepted');
}

describe('an ensemble as ONNX', () => {
  it('given two members, then the bytes are those that the onnx package for Python writes for the same graph', () => {
    // onnx 1.23.2: helper.make_node/make_graph/make_model (IR 8, opset 13), SerializeToString(deterministic=True)
    const sha256 = createHash('sha256').update(encodeOnnx(members)).digest('hex');

    expect(sha256).toBe('7203b7a61d7cef1bbeba4ef183c5eb05ad8daacd60dd442eb1bf78da1f0a9d3d');
  });

  it('given any float32 weights, when encoded and decoded, then every bit is the same', () => {
    const float = fc.float({ noDefaultInfinity: true, noNaN: true });
    const network = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 3 }))
      .chain(([inputs, hidden, actions]) =>
        fc.record({
          sizes: fc.constant<number[]>([inputs, hidden, actions]),
          weights: fc.tuple(
            fc.float32Array({
              minLength: inputs * hidden,
              maxLength: inputs * hidden,
              noNaN: true,
              noDefaultInfinity: true,
            }),
            fc.float32Array({
              minLength: hidden * actions,
              maxLength: hidden * actions,
              noNaN: true,
              noDefaultInfinity: true,
            }),
          ),
          biases: fc.tuple(
            fc.array(float, { minLength: hidden, maxLength: hidden }).map((values) => Float32Array.from(values)),
            fc.array(float, { minLength: actions, maxLength: actions }).map((values) => Float32Array.from(values)),
          ),
        }),
      );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LARGEST_SEED }), network, (seed, generated) => {
        const [decoded] = decodeOnnx(encodeOnnx([{ seed, network: generated }]));

        expect(decoded?.seed).toBe(seed);
        expect(decoded?.network.sizes).toEqual(generated.sizes);
        expect(bitsOf(decoded?.network.weights)).toEqual(bitsOf(generated.weights));
        expect(bitsOf(decoded?.network.biases)).toEqual(bitsOf(generated.biases));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('given a member order, then it is kept: votes are reported by it', () => {
    expect(decodeOnnx(encodeOnnx([member(47), member(11)])).map(({ seed }) => seed)).toEqual([47, 11]);
  });
});

describe('bytes that are no ensemble of ours', () => {
  it('given a model that is cut off anywhere, then it is refused as model_invalid', () => {
    const bytes = encodeOnnx(members);
    for (let length = 0; length < bytes.length; length += 7) {
      expect(refusal(bytes.subarray(0, length)).code).toBe('model_invalid');
    }
  });

  it('given random bytes, then they are refused as model_invalid, never another error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(refusal(bytes)).toMatchObject({ code: 'model_invalid', field: 'onnx' });
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it.each([
    ['a weight that is not a number', member(11), NaN],
    ['an infinite weight', member(11), Infinity],
  ])('given %s, then it is refused', (_, spoiled, weight) => {
    (spoiled.network.weights[0] as Float32Array)[1] = weight;

    expect(refusal(encodeOnnx([spoiled])).message).toContain('member_11.layer_0.weights');
  });

  it('given layers that do not fit each other, then the layer is named', () => {
    const spoiled = member(11);
    spoiled.network.sizes = [2, 2, 2]; // the second layer's matrix stays one of three inputs
    spoiled.network.weights[0] = floats(1, 2, 3, 4);
    spoiled.network.biases[0] = floats(1, 2, 3);

    expect(refusal(encodeOnnx([spoiled])).message).toMatch(/layer_0\.weights has 16 bytes for \[3,2\]/);
  });

  it('given another operator, then it is refused', () => {
    const bytes = Buffer.from(encodeOnnx([member(11)]));
    bytes.write('Tanh', bytes.indexOf('Relu', bytes.indexOf('Relu') + 4)); // op_type; its name holds the first Relu

    expect(refusal(bytes).message).toContain('member_11.layer_0.activation is not made by a Relu');
  });

  it('given two members of one seed, then they are refused', () => {
    expect(refusal(encodeOnnx([member(11), member(11)])).message).toContain('same name');
  });
});

function bitsOf(arrays: readonly Float32Array[] | undefined): string[] | undefined {
  return arrays?.map((numbers) => Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('hex'));
}
