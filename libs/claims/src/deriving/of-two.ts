import type { Fact } from '../facts/fact';
import { fieldOf, parentOf } from '../facts/paths';
import type { Nearness } from '../naming/nearness';
import type { NumberToken } from '../reading/token';
import type { Cues } from './cues';
import { type Derived, isCount, sameKind } from './derived-value';
import { rank } from './rank';
import { isFullySaid, isWellSaid } from './related';

/** What the words around a number make of two facts: their difference, relative change, ratio, middle or sum. */
export function ofPair(a: Fact, b: Fact, number: NumberToken, cues: Cues): Derived[] {
  const found: Derived[] = [];
  const [from, to] = rank(a) <= rank(b) ? [a, b] : [b, a];
  const isTurned = from.value * to.value < 0;
  const rise = isTurned ? to.value - from.value : Math.abs(to.value) - Math.abs(from.value);
  const sign = rank(a) === rank(b) ? undefined : Math.sign(rise);
  const alike = sameKind(a, b);
  const order = sign === undefined ? {} : { sign };
  if (alike && (cues.difference || (cues.moved && sign !== undefined))) {
    found.push({ value: to.value - from.value, like: a, path: to.path, ...order });
    if (number.unit === 'percent' && !cues.points && from.value !== 0) {
      found.push({ value: to.value / from.value - 1, path: to.path, ...order });
      if (sign === undefined && to.value !== 0) found.push({ value: from.value / to.value - 1, path: from.path });
    }
  }
  const perUnit = cues.per && /^(?:number|currency)$/.test(number.unit) && (!number.bare || cues.perOne);
  if (((cues.ratio && alike) || perUnit) && b.value !== 0 && a.value !== 0)
    found.push(
      { value: (a.value * a.scale) / (b.value * b.scale), path: a.path },
      { value: (b.value * b.scale) / (a.value * a.scale), path: b.path },
    );
  if (cues.mean && alike) found.push({ value: (a.value + b.value) / 2, like: a, path: a.path });
  if (cues.sum && alike) found.push({ value: a.value + b.value, like: a, path: a.path });
  return found;
}

/** "39 % of the savings found": of what the sentence names, where the part has a name of its own, or stands beside it. */
export function shareOfNamed(a: Fact, b: Fact, cues: Cues, near: Nearness, stated: ReadonlySet<Fact>): Derived[] {
  if (!cues.of || !sameKind(a, b) || a.value <= 0 || b.value <= 0) return [];
  const [part, whole] = a.value < b.value ? [a, b] : [b, a];
  const isNamed = stated.has(a) || stated.has(b) || (parentOf(a.path) === parentOf(b.path) && isWellSaid(whole, near));
  return isNamed ? [{ value: part.value / whole.value, path: part.path }] : [];
}

/** "Fees and slippage take 14 basis points": of two that are both named in full, no word need say how. */
export function anyOfNamed(a: Fact, b: Fact, near: Nearness): Derived[] {
  const isNamed = isFullySaid(a, near) && isFullySaid(b, near);
  if (!isNamed || parentOf(a.path) !== parentOf(b.path) || !sameKind(a, b)) return [];
  return [
    { value: a.value + b.value, like: a, path: a.path },
    { value: a.value - b.value, like: a, path: a.path },
    { value: a.value / b.value - 1, path: a.path },
    { value: b.value / a.value - 1, path: b.path },
  ];
}

const WHOLES = new Set(
  'n total count participant recipient visitor sample customer patient user order request population member trade sent randomised received'.split(
    ' ',
  ),
);

/** A count of all: what a share may be of. */
export function isWhole({ leaf, value }: Fact): boolean {
  return Number.isInteger(value) && value > 1 && [...leaf.keys()].some((term) => WHOLES.has(term));
}

/** A count as a share of a count of all, and what remains. */
export function shares(a: Fact, b: Fact, main: ReadonlySet<Fact>, cues: Cues, near: Nearness): Derived[] {
  const isMoney = (fact: Fact): boolean => (fact.scale > 1 || fact.currency) && fact.value > 0;
  const isMeasured = a.measure !== undefined && sameKind(a, b) && a.value > 0 && b.value > 0;
  if (!(isCount(a) && isCount(b)) && !(isMoney(a) && isMoney(b) && a.scale === b.scale) && !isMeasured) return [];
  const [part, whole] = a.value < b.value ? [a, b] : [b, a];
  const isPart =
    main.has(part) &&
    isWellSaid(part, near) &&
    (isWhole(whole) || isWellSaid(whole, near) || parentOf(whole.path) === parentOf(part.path));
  if (!isPart) return [];
  const share: Derived = { value: part.value / whole.value, path: part.path, whole: true };
  const rest: Derived = { value: whole.value - part.value, like: part, path: part.path };
  return [...(cues.share ? [share] : []), ...(cues.rest ? [rest] : [])];
}

/** `volume_ratio`: 1.3 is 30 % above. */
export function isRelative({ path, value, percent }: Fact): boolean {
  return !percent && value > 0.1 && value < 10 && /ratio|_vs_|versus|relative|multiple|index/i.test(fieldOf(path));
}
