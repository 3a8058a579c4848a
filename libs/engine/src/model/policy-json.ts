import { PipelineError } from '@trademaster/errors';
import type { Policy } from './policy';
import { checkPolicy } from './policy-checks';

/**
 * The bytes of `policy.json`: keys sorted, no white space, numbers as ECMAScript writes them (RFC 8785), so that the
 * same policy has the same sha256 everywhere. Throws `model_invalid` for a policy that `decodePolicy` would refuse.
 */
export function encodePolicy(policy: Policy): Uint8Array {
  const checked = checkPolicy(policy, 'policy');
  return new Uint8Array(Buffer.from(JSON.stringify(checked, sortKeys), 'utf8'));
}

/** Reads and checks a policy. Throws `model_invalid` that names the field: `policy.observation.scale.3`. */
export function decodePolicy(bytes: Uint8Array): Policy {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new PipelineError('model_invalid', 'policy is not JSON', { field: 'policy', cause });
  }
  return checkPolicy(parsed, 'policy');
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
