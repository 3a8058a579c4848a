import { canonicalJson, sha256Hex } from './canonical-json';
import type { TradingSignal } from './trading-signal.dto';

/**
 * The fields of a TradingSignal that are ids, URIs or times: two runs of the same request differ in them and still
 * decided the same. Market dates are left out with the times: the bars themselves are in `data_sha256`. The manifest
 * names the run's ids, and contains this hash. What a review cost is no part of its decision.
 */
const NOT_PART_OF_THE_DECISION = new Set<keyof TradingSignal>([
  'generated_at',
  'as_of',
  'valid_until',
  'last_bar_closed_at',
  'manifest_sha256',
  'usage',
]);

/** sha256 over RFC 8785 JSON of the decision without ids, URIs and times. "The same decision" always means this. */
export function decisionSha256(signal: TradingSignal): string {
  const decision = Object.fromEntries(
    Object.entries(signal).filter(([name]) => !NOT_PART_OF_THE_DECISION.has(name as keyof TradingSignal)),
  );
  return sha256Hex(canonicalJson(decision));
}
