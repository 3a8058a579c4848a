import type { Claim, ClaimStatus } from '@trademaster/claims';

export const MARKS: Record<ClaimStatus, string> = { supported: '✓', contradicted: '✗', unsupported: '?' };

/** A text with a mark behind each number that it states. */
export function markedText(text: string, claims: readonly Pick<Claim, 'start' | 'text' | 'status'>[]): string {
  let [marked, from] = ['', 0];
  for (const claim of claims.toSorted((a, b) => a.start - b.start)) {
    const end = claim.start + claim.text.length;
    marked += `${text.slice(from, end)} ${MARKS[claim.status]}`;
    from = end;
  }
  return marked + text.slice(from);
}
