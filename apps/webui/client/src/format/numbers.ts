/** Numbers as the command line's card shows them, with a true minus and a space that does not break. */
const SPACE = '\u00a0';
const MINUS = '\u2212';

const signed = (text: string) => text.replace('-', MINUS);

/** A share of 1 in per cent with one decimal: 0.196 → `19.6 %`. */
export function percent(share: number): string {
  return `${signed((share * 100).toFixed(1))}${SPACE}%`;
}

/** The same with its sign always: 0.063 → `+6.3 %`. */
export function signedPercent(share: number): string {
  return `${share >= 0 ? '+' : ''}${percent(share)}`;
}

/** A share of 1 in whole per cent: a position, a size. */
export function wholePercent(share: number): string {
  return `${signed(String(Math.round(share * 100)))}${SPACE}%`;
}

/** Prices with as many decimals as their size asks for: 63250.5, 98.20, 0.004213. */
export function price(value: number): string {
  if (Math.abs(value) >= 1000) return signed(value.toFixed(1));
  return signed(Math.abs(value) >= 1 ? value.toFixed(2) : value.toPrecision(4));
}

/** A plain number with up to four digits that matter. */
export function plain(value: number): string {
  return signed(Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4))));
}

export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, count < 1 ? 0 : Math.floor(Math.log10(count) / 3));
  return `${plain(count / 1000 ** power)}${SPACE}${units[power]}`;
}
