import type { RevisedBars } from '@trademaster/contracts';

/** That a source has changed what it said about the past. */
export function revisionText({ count, first_date: first, last_date: last, largest_change: most }: RevisedBars): string {
  const span = first === last ? `of ${first}` : `from ${first} to ${last}`;
  const prices = most === 0 ? 'no price' : `a price by up to ${(100 * most).toPrecision(2)} %`;
  return `the source has changed its past: ${count === 1 ? '1 bar' : `${count} bars`} ${span}, ${prices}`;
}
