import { stem } from '../words/vocabulary';
import type { NumberToken, Token } from './token';

/** Two numbers as one figure: "10–12 %", "from 10 to 12", "2 of 3", "1.2 versus 0.9". */
export type PairKind = 'range' | 'move' | 'part' | 'versus';

/** How the number at `i` and the next one at `j` are one figure. */
export function pairOf(tokens: readonly Token[], i: number, j: number): PairKind | undefined {
  const [a, b] = [tokens[i], tokens[j]];
  if (a?.kind !== 'number' || b?.kind !== 'number') return undefined;
  const between = tokens
    .slice(i + 1, j)
    .map(({ text }) => text.toLowerCase())
    .join(' ');
  const start = tokens.slice(0, i).findLastIndex(({ kind }) => kind === 'number' || kind === 'date') + 1;
  const before = tokens.slice(Math.max(start, i - 8), i).map(({ text }) => stem(text));
  if (/^[-–—−]$|^…$/.test(between)) return 'range';
  if (between === 'and' && before.includes('between')) return 'range';
  if (/^(?:down |up )?to$/.test(between) && isOtherUnit(a, b)) return undefined;
  if (/^(?:down |up )?to$/.test(between))
    return before.includes('from') && !before.some((word) => /^(?:range|ranging|ranged|anywhere|interval)$/.test(word))
      ? 'move'
      : 'range';
  if (/^(?:vs \.|vs|versus|against|compared (?:with|to))$/.test(between)) return 'versus';
  if (/^(?:out )?of(?: the| its| all)?$/.test(between) || between === '/' || between === 'in')
    return (a.bare || (b.value <= 100 && a.unit === 'number')) && b.bare && a.value <= b.value ? 'part' : undefined;
  return undefined;
}

/** "Climbed 7 % to $12" is no range. */
function isOtherUnit(a: NumberToken, b: NumberToken): boolean {
  return a.unit !== b.unit && a.unit !== 'number' && !(a.unit === 'currency' && b.unit === 'number');
}

/** "$10–12", "240 to 300 million": what is written once holds for both. */
export function shareUnit(a: Token | undefined, b: Token | undefined): void {
  if (a?.kind !== 'number' || b?.kind !== 'number') return;
  if (a.unit === 'number' && b.unit !== 'number') Object.assign(a, { unit: b.unit, bare: false });
  if (b.unit === 'number' && a.unit === 'currency') Object.assign(b, { unit: a.unit, bare: false });
  const { magnitude = 1 } = b;
  if (a.magnitude === undefined && magnitude > 1 && a.value < 1000)
    Object.assign(a, { magnitude, value: a.value * magnitude, step: a.step * magnitude, bare: false });
}
