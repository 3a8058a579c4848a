import type { Claim } from './claim';

/** Supported claims / all claims, 0..1; null when a text states no number, for then there is nothing to ground. */
export function groundedShare(claims: readonly Claim[]): number | null {
  if (claims.length === 0) return null;
  return claims.filter(({ status }) => status === 'supported').length / claims.length;
}
