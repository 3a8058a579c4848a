/** Numbers as the rule-based agents write them: only such as stand in the facts, in another unit at most. */

/** A fraction as percent, one decimal. */
export function percent(fraction: number | null | undefined): string {
  return typeof fraction === 'number' ? `${(fraction * 100).toFixed(1)} %` : 'not known';
}

/** A plain number, at most four decimals. */
export function plain(value: number | null | undefined): string {
  return typeof value === 'number' ? String(Number(value.toFixed(4))) : 'not known';
}

/** A price, six significant digits. */
export function price(value: number | null | undefined): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : 'not known';
}
