import type { Sentence } from '../reading/sentences';
import type { Token } from '../reading/token';
import type { Stretch } from './stretches';

/** Numbers that follow each other; `first` and `last` count the sentence's numbers. */
export interface NumberList {
  first: number;
  last: number;
}

/** "Stop and target are 95 and 110": between numbers of a list stands nothing else. */
const LISTING = /^(?:[,/|–—±-]|and|or|to|respectively|then)$/i;
const PART = /^(?:out )?of(?: the| its| all)?$/i;

/** Runs of numbers with nothing between them but commas and conjunctions. */
export function listsOf({ tokens, stated }: Sentence): NumberList[] {
  const lists: NumberList[] = [];
  let first = 0;
  let moved = false;
  for (let k = 1; k <= stated.length; k += 1) {
    const between = tokens.slice((stated[k - 1] ?? 0) + 1, stated[k]);
    const number = tokens[stated[k - 1] ?? 0];
    const said = between.map(({ text }) => text).join(' ');
    const isPart = number?.kind === 'number' && number.bare && PART.test(said);
    const isListed =
      isPart || (between.every(({ text }) => LISTING.test(text) || text === '') && !isBreak(said, moved));
    moved = /\bto\b/i.test(said) || isOtherUnit(number, tokens[stated[k] ?? -1]);
    if (k < stated.length && isListed) continue;
    if (k - 1 > first) lists.push({ first, last: k - 1 });
    first = k;
  }
  return lists;
}

/** "Fell from 168 to 143, and 57 …", "9 %, or 11 % annualised": what follows is another figure. */
function isBreak(between: string, moved: boolean): boolean {
  return /^, or$/i.test(between) || (moved && /^,|^and$/i.test(between));
}

/** "11.8 %, 0.9 points": no list. */
function isOtherUnit(a: Token | undefined, b: Token | undefined): boolean {
  return a?.kind === 'number' && b?.kind === 'number' && a.unit === 'percent' && b.unit !== 'percent';
}

/** The number of a list that the name at `token` stands for, where there are as many names before it as numbers. */
export function namedInList(
  tokens: readonly Token[],
  stretches: readonly Stretch[],
  token: number,
  { first, last }: NumberList,
): number | undefined {
  const own = first > 0 && stretches[0]?.opened === false ? stretches.slice(1) : stretches;
  const parts = own.flatMap(({ from, to }) => {
    const slashes = Array.from({ length: to - from }, (_, i) => from + i).filter((i) => tokens[i]?.text === '/');
    const cuts = [from - 1, ...slashes, to];
    return cuts.slice(1).map((end, i) => ({ from: (cuts[i] ?? 0) + 1, to: end }));
  });
  const names = parts.slice(first - last - 1);
  if (names.length < last - first + 1) return undefined;
  const at = names.findIndex(({ from, to }) => token >= from && token < to);
  return at < 0 ? undefined : first + at;
}
