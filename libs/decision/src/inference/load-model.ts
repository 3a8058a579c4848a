import { type PinnedModel, sha256Hex } from '@trademaster/contracts';
import { decodeOnnx, decodePolicy, type Policy, policyParts, type PolicyParts } from '@trademaster/engine';
import { PipelineError } from '@trademaster/errors';
import type { ArtifactStore } from '@trademaster/mlflow';

export interface LoadedModel {
  policy: Policy;
  /** What deciding needs: networks out of the ONNX file, the rest out of policy.json. */
  parts: PolicyParts;
}

/**
 * Loads a model by its bytes. Throws `artifact_not_found`, `artifact_corrupt`, and `model_invalid` for a file that
 * cannot be read or for an ONNX file and a policy that do not belong together.
 */
export async function loadModel(
  artifacts: Pick<ArtifactStore, 'get'>,
  { onnx, policy }: Pick<PinnedModel, 'onnx' | 'policy'>,
): Promise<LoadedModel> {
  const [network, document] = await Promise.all([artifacts.get(onnx), artifacts.get(policy)]);
  const read = decodePolicy(document);
  if (sha256Hex(network) !== read.network.onnx_sha256) {
    throw new PipelineError(
      'model_invalid',
      `the policy belongs to an ONNX file with sha256 ${read.network.onnx_sha256}, this one has ${sha256Hex(network)}`,
      { field: 'policy.network.onnx_sha256' },
    );
  }
  return { policy: read, parts: policyParts(read, decodeOnnx(network)) };
}
