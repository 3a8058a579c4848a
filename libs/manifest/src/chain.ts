import { canonicalJson, sha256Hex } from '@trademaster/contracts';

/**
 * Ties an event to all that it follows from: the hash of its own bytes with its cause's chain hash, for the first event
 * with the request's payload hash. One chain hash names a whole history.
 */
export function chainSha256(cause: string, event: string): string {
  return sha256Hex(canonicalJson({ cause, event }));
}
