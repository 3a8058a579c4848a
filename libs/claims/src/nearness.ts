import { type FactIndex, isVague, termsOfKey } from './facts';
import { isMinor, type Lexicon } from './lexicon';
import { measureOf } from './measures';
import type { Sentence } from './statements';
import type { Token } from './token';

/** How near each term of a sentence is to one of its numbers, 0..1: how surely it speaks of that number. */
export type Nearness = ReadonlyMap<string, number>;

const SEAM = /^[,;|()[\]{}—]$/;
const LINK =
  /^(?:and|but|while|with|whereas|plus|although|though|yet|or|against|versus|vs|than|compared|unlike|relative|beats?|tops?|trails?|lags?|exceeds?|outperform(?:s|ed)?|undercuts?|after|then)$/i;
const BACKWARD = /^(?:for|of|in|on|by|per|during|over|across|at|among|as)$/i;
const FORWARD = /^(?:of|at|is|was|are|were|to|by|around|about|near|reads|stands|a|an|the|than|:|=)$/i;
/** "Stop and target are 95 and 110": between numbers of a list stands nothing else. */
const LISTING = /^(?:[,/|–—±-]|and|or|to|respectively|then)$/i;
const PART = /^(?:out )?of(?: the| its| all)?$/i;

/** What else may name a number whose noun follows. */
const BESIDE_A_NOUN = 0.55;
/** A name that holds on is replaced by one that no fact has together with it. */
const REPLACED = 0.4;
/** "The 50-day (126) and the 200-day (121) averages": a period alone takes the noun of its neighbour. */
const LENT = 0.8;
const OWN = 0.85;

interface Heard {
  term: string;
  strength: number;
  token: number;
}

/** Where a term between two numbers belongs: to the number on its left, on its right. */
interface Pull {
  left: number;
  right: number;
}

const BETWEEN_NEAR: Pull = { left: 0.65, right: 0.75 };
const BETWEEN_FAR: Pull = { left: 0.4, right: 1 };
const BACKWARD_ALONE: Pull = { left: 0.9, right: 0.45 };
const FORWARD_ALONE: Pull = { left: 0.25, right: 1 };
const FIRST: Pull = { left: 0.9, right: 0.4 };
const MIDDLE: Pull = { left: 0.4, right: 0.75 };
const LAST: Pull = { left: 0.3, right: 1 };
const BRACKETED: Pull = { left: 1, right: 0.25 };
/** A term that belongs to one number says less and less of those further on; names hold on longer than remarks. */
const CARRIED = { name: 0.55, remark: 0.35, ahead: 0.2, fading: 0.9 };

/** The nearness of every term to every stated number of a sentence, in their order. */
export function nearnessOf(sentence: Sentence, { lexicon, exclude, meet }: FactIndex): Nearness[] {
  const { tokens, stated } = sentence;
  const heard = hear(tokens, lexicon);
  const lists = listsOf(sentence);
  const near = stated.map(() => new Map<string, number>());
  for (let gap = 0; gap <= stated.length; gap += 1) {
    const [from, to] = [(stated[gap - 1] ?? -1) + 1, stated[gap] ?? tokens.length];
    const chunks = chunksOf(tokens, from, to);
    const inGap = heard.filter(({ token }) => token >= from && token < to);
    const list = lists.find(({ first }) => first === gap);
    // what follows a list speaks of all its numbers: "420 and 422 patients"
    const before = lists.find(({ last }) => last === gap - 1);
    for (const { term, token, strength } of inGap) {
      const raise = (k: number, value: number): void => lift(near[k], term, value * strength);
      const pull = pullOf(chunks, token, gap, stated.length);
      raise(gap - 1, pull.left);
      for (let k = before?.first ?? gap; k < gap - 1; k += 1) raise(k, pull.left);
      const named = list ? namedInList(tokens, chunks, token, list) : undefined;
      for (let k = gap; k < stated.length; k += 1) {
        const inList = list !== undefined && k <= list.last;
        const away = inList ? 0 : k - gap;
        const carried = pull.right >= pull.left ? CARRIED.name : CARRIED.remark;
        const weight = away === 0 ? pull.right : carried * CARRIED.fading ** (away - 1);
        raise(k, inList && named !== undefined && named !== k ? weight * 0.4 : weight);
      }
      for (let k = gap - 2; k >= 0; k -= 1) raise(k, CARRIED.ahead * CARRIED.fading ** (gap - 2 - k));
    }
  }
  stated.forEach((at, k) => {
    const number = tokens[at];
    if (number?.kind !== 'number' || !number.bare) return;
    const noun = nounAfter(tokens, at, stated[k + 1] ?? tokens.length, heard, lexicon);
    if (!noun) return;
    const terms = near[k] as Map<string, number>;
    const next = stated[k + 1] ?? tokens.length;
    const after = new Set(heard.flatMap(({ term, token }) => (token > at && token < next ? [term] : [])));
    for (const [term, value] of terms) {
      if (noun.has(term)) terms.set(term, 1);
      else if (!after.has(term) && [...noun].some((counted) => exclude(term, counted)))
        terms.set(term, value * BESIDE_A_NOUN);
    }
  });
  for (const terms of near) {
    const own = [...terms].filter(([term, value]) => value >= OWN && !isVague(term)).map(([term]) => term);
    for (const [term, value] of terms)
      if (value <= CARRIED.name && own.some((other) => exclude(term, other))) terms.set(term, value * REPLACED);
    const labels = own.filter((term) => /^#\d/.test(term));
    const names = heard.filter(({ term }) => labels.some((label) => meet(term, label)));
    for (const { term } of labels.length > 0 && !own.some((term) => labels.some((label) => meet(term, label)))
      ? names
      : [])
      lift(terms, term, LENT);
  }
  return near;
}

function lift(terms: Map<string, number> | undefined, term: string, value: number): void {
  if (terms && value > (terms.get(term) ?? 0)) terms.set(term, value);
}

/** The noun that a number counts, "13 trades" for one: words that facts are named by, up to the first that says little. */
function nounAfter(
  tokens: readonly Token[],
  at: number,
  next: number,
  heard: readonly Heard[],
  lexicon: Lexicon,
): Set<string> | undefined {
  const noun = new Set<string>();
  let i = at + 1;
  if (tokens[i]?.text === '-') i += 1;
  for (; i < next; i += 1) {
    const token = tokens[i];
    if (token?.kind !== 'word' || isMinor(token.text)) break;
    const terms = heard.filter((term) => term.token === i && lexicon.knows(term.term));
    if (noun.size === 0 && (terms.length === 0 || measureOf(token.text))) return undefined;
    for (const { term } of terms) noun.add(term);
  }
  const leads = i === next && next < tokens.length;
  return noun.size === 0 || leads ? undefined : noun;
}

/** "2.1 % lower than": the lower of two, and no low. */
function isComparative(tokens: readonly Token[], i: number): boolean {
  return /^(?:lower|higher)$/i.test(tokens[i]?.text ?? '') && /^than$/i.test(tokens[i + 1]?.text ?? '');
}

function hear(tokens: readonly Token[], lexicon: Lexicon): Heard[] {
  const words: (string | null)[] = [];
  const places: number[] = [];
  tokens.forEach(({ kind, text }, i) => {
    if (kind === 'mark' && !SEAM.test(text)) return;
    if (isComparative(tokens, i)) return;
    const isCode = /^[a-z]+-?\d/i.test(text);
    const plain = isCode ? termsOfKey(text) : text.replace(/([a-z])([A-Z])/g, '$1 $2').split(' ');
    const parts = kind === 'word' && text !== '' ? plain : [null];
    for (const part of parts) {
      words.push(part);
      places.push(i);
    }
  });
  return lexicon.hear(words).map(({ term, at, strength = 1 }) => ({ term, strength, token: places[at] ?? 0 }));
}

interface Chunk {
  from: number;
  to: number;
  bracketed: boolean;
  /** Does a comma or a conjunction stand before it, or after it? */
  opened: boolean;
  closed: boolean;
  /** "For control": it speaks of the number before. */
  backward: boolean;
  /** "At a volatility of": it speaks of the number after. */
  forward: boolean;
}

/** The stretches of a gap between commas, brackets, conjunctions and comparisons. */
function chunksOf(tokens: readonly Token[], from: number, to: number): Chunk[] {
  const chunks: Chunk[] = [];
  let start = from;
  let bracketed = false;
  let opened = false;
  for (let i = from; i <= to; i += 1) {
    const seam = i < to && isSeam(tokens, i);
    if (!seam && i < to) continue;
    const words = tokens.slice(start, i).filter(({ kind }) => kind === 'word');
    const [first, last] = [words[0]?.text ?? '', words.at(-1)?.text ?? ''];
    if (words.length > 0)
      chunks.push({
        from: start,
        to: i,
        bracketed: bracketed && seam,
        opened,
        closed: seam && tokens[i]?.text !== '(',
        backward: BACKWARD.test(first),
        forward:
          isBetweenBrackets(tokens, from, to) ||
          (words.length > 1 && FORWARD.test(last) && !(BACKWARD.test(first) && /^to$/i.test(last))),
      });
    bracketed = tokens[i]?.text === '(' && chunks.length === 0;
    opened ||= seam && tokens[i]?.text !== ')' && (tokens[i]?.text !== '(' || i + 1 < to);
    start = i + 1;
  }
  return chunks;
}

/** "Buy (0.2) over hold (0.1)": names stand before their brackets. */
function isBetweenBrackets(tokens: readonly Token[], from: number, to: number): boolean {
  return tokens[from]?.text === ')' && tokens[to - 1]?.text === '(';
}

function isSeam(tokens: readonly Token[], i: number): boolean {
  const { kind, text } = tokens[i] as Token;
  if (kind === 'mark') return SEAM.test(text) || (text === ':' && tokens[i + 1]?.kind === 'word');
  return kind === 'word' && LINK.test(text) && !/^(?:buy|profit)$/i.test(tokens[i - 1]?.text ?? '');
}

function pullOf(chunks: readonly Chunk[], token: number, gap: number, numbers: number): Pull {
  const at = chunks.findIndex(({ from, to }) => token >= from && token < to);
  const chunk = chunks[at];
  if (!chunk) return { left: 0.5, right: 0.9 };
  const fromEnd = chunks.length - 1 - at;
  if (gap === 0) return { left: 0, right: [1, 0.85, 0.75][fromEnd] ?? 0.7 };
  if (chunk.bracketed) return BRACKETED;
  if (gap === numbers) return { left: [0.9, 0.6][at] ?? 0.45, right: 0 };
  if (at === 0 && !chunk.opened) return chunk.closed ? FIRST : alone(chunk, token);
  return fromEnd === 0 && !chunk.closed ? LAST : MIDDLE;
}

/** Words between two numbers with no seam. */
function alone({ from, to, backward, forward }: Chunk, token: number): Pull {
  if (backward && to - from > 2 && !forward) return BACKWARD_ALONE;
  if (forward) return FORWARD_ALONE;
  if (backward) return BACKWARD_ALONE;
  return token - from < (to - from) / 2 ? BETWEEN_NEAR : BETWEEN_FAR;
}

interface List {
  first: number;
  last: number;
}

/** Runs of numbers with nothing between them but commas and conjunctions. */
function listsOf({ tokens, stated }: Sentence): List[] {
  const lists: List[] = [];
  let first = 0;
  let moved = false;
  for (let k = 1; k <= stated.length; k += 1) {
    const between = tokens.slice((stated[k - 1] ?? 0) + 1, stated[k]);
    const number = tokens[stated[k - 1] ?? 0];
    const part = number?.kind === 'number' && number.bare && PART.test(between.map(({ text }) => text).join(' '));
    const said = between.map(({ text }) => text).join(' ');
    const isListed = part || (between.every(({ text }) => LISTING.test(text) || text === '') && !isBreak(said, moved));
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

/** The number of a list that a name stands for, where there are as many names as numbers. */
function namedInList(
  tokens: readonly Token[],
  chunks: readonly Chunk[],
  token: number,
  list: List,
): number | undefined {
  const own = list.first > 0 && chunks[0]?.opened === false ? chunks.slice(1) : chunks;
  const parts = own.flatMap(({ from, to }) => {
    const cuts = [from - 1, ...range(from, to).filter((i) => tokens[i]?.text === '/'), to];
    return cuts.slice(1).map((end, i) => ({ from: (cuts[i] ?? 0) + 1, to: end }));
  });
  const count = list.last - list.first + 1;
  const names = parts.slice(-count);
  if (names.length < count) return undefined;
  const at = names.findIndex(({ from, to }) => token >= from && token < to);
  return at < 0 ? undefined : list.first + at;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}
