import type { FactIndex } from '../facts/fact';
import { isVague, termsOfKey } from '../facts/key-terms';
import type { Sentence } from '../reading/sentences';
import type { Token } from '../reading/token';
import { isMinor, type Lexicon } from '../words/lexicon';
import { measureOf } from '../words/measures';
import { listsOf, namedInList, type NumberList } from './number-lists';
import { isCut, type Pull, pullOf, type Stretch, stretchesOf } from './stretches';

/** How near each term of a sentence is to one of its numbers, 0..1: how surely it speaks of that number. */
export type Nearness = ReadonlyMap<string, number>;

/** What else may name a number whose noun follows. */
const BESIDE_A_NOUN = 0.55;
/** A name that holds on is replaced by one that no fact has together with it. */
const REPLACED = 0.4;
/** "The 50-day (126) and the 200-day (121) averages": a period alone takes the noun of its neighbour. */
const LENT = 0.8;
const OWN = 0.85;
/** The name of another number of a list. */
const OF_NEIGHBOUR = 0.4;
/** A term that belongs to one number says less and less of those further on; names hold on longer than remarks. */
const CARRIED = { name: 0.55, remark: 0.35, ahead: 0.2, fading: 0.9 };

interface Heard {
  term: string;
  strength: number;
  token: number;
}

/** The nearness of every term to every stated number of a sentence, in their order. */
export function nearnessOf(sentence: Sentence, index: FactIndex): Nearness[] {
  const { tokens, stated } = sentence;
  const heard = hear(tokens, index.lexicon);
  const lists = listsOf(sentence);
  const near = stated.map(() => new Map<string, number>());
  for (let gap = 0; gap <= stated.length; gap += 1) {
    const [from, to] = [(stated[gap - 1] ?? -1) + 1, stated[gap] ?? tokens.length];
    const stretches = stretchesOf(tokens, from, to);
    for (const said of heard.filter(({ token }) => token >= from && token < to))
      spread(near, said, gap, pullOf(stretches, said.token, gap, stated.length), lists, tokens, stretches);
  }
  preferNouns(near, sentence, heard, index);
  for (const terms of near) settle(terms, heard, index);
  return near;
}

/** Raises the nearness of one term to all numbers of a sentence. */
function spread(
  near: readonly Map<string, number>[],
  { term, token, strength }: Heard,
  gap: number,
  pull: Pull,
  lists: readonly NumberList[],
  tokens: readonly Token[],
  stretches: readonly Stretch[],
): void {
  const raise = (k: number, value: number): void => lift(near[k], term, value * strength);
  // what follows a list speaks of all its numbers: "420 and 422 patients"
  const before = lists.find(({ last }) => last === gap - 1);
  for (let k = before?.first ?? gap - 1; k < gap; k += 1) raise(k, pull.left);
  const list = lists.find(({ first }) => first === gap);
  const named = list && namedInList(tokens, stretches, token, list);
  const carried = pull.right >= pull.left ? CARRIED.name : CARRIED.remark;
  for (let k = gap; k < near.length; k += 1) {
    const isInList = list !== undefined && k <= list.last;
    const weight = k === gap || isInList ? pull.right : carried * CARRIED.fading ** (k - gap - 1);
    raise(k, isInList && named !== undefined && named !== k ? weight * OF_NEIGHBOUR : weight);
  }
  for (let k = gap - 2; k >= 0; k -= 1) raise(k, CARRIED.ahead * CARRIED.fading ** (gap - 2 - k));
}

function lift(terms: Map<string, number> | undefined, term: string, value: number): void {
  if (terms && value > (terms.get(term) ?? 0)) terms.set(term, value);
}

/** "13 trades": the noun that follows names a count, and what no fact has together with it does so less. */
function preferNouns(
  near: readonly Map<string, number>[],
  { tokens, stated }: Sentence,
  heard: readonly Heard[],
  { lexicon, exclude }: FactIndex,
): void {
  stated.forEach((at, k) => {
    const number = tokens[at];
    const next = stated[k + 1] ?? tokens.length;
    const noun =
      number?.kind === 'number' && number.bare ? nounAfter(tokens, at, next, heard, lexicon) : new Set<string>();
    if (noun.size === 0) return;
    const terms = near[k] as Map<string, number>;
    const after = new Set(heard.flatMap(({ term, token }) => (token > at && token < next ? [term] : [])));
    for (const [term, value] of terms) {
      if (noun.has(term)) terms.set(term, 1);
      else if (!after.has(term) && [...noun].some((counted) => exclude(term, counted)))
        terms.set(term, value * BESIDE_A_NOUN);
    }
  });
}

/** The noun that a number counts: words that facts are named by, up to the first that says little. */
function nounAfter(
  tokens: readonly Token[],
  at: number,
  next: number,
  heard: readonly Heard[],
  lexicon: Lexicon,
): Set<string> {
  const noun = new Set<string>();
  let i = at + (tokens[at + 1]?.text === '-' ? 2 : 1);
  for (; i < next; i += 1) {
    const token = tokens[i];
    if (token?.kind !== 'word' || isMinor(token.text)) break;
    const terms = heard.filter((said) => said.token === i && lexicon.knows(said.term));
    if (noun.size === 0 && (terms.length === 0 || measureOf(token.text))) break;
    for (const { term } of terms) noun.add(term);
  }
  const leadsToNext = i === next && next < tokens.length;
  return leadsToNext ? new Set() : noun;
}

/** Weakens what is held on to where a nearer name replaces it, and lends a period the noun of its neighbour. */
function settle(terms: Map<string, number>, heard: readonly Heard[], { exclude, labels }: FactIndex): void {
  const own = [...terms].filter(([term, value]) => value >= OWN && !isVague(term)).map(([term]) => term);
  for (const [term, value] of terms)
    if (value <= CARRIED.name && own.some((other) => exclude(term, other))) terms.set(term, value * REPLACED);
  const periods = own.filter((term) => /^#\d/.test(term));
  const isNoun = (term: string): boolean => periods.some((period) => labels.has(term + period));
  if (own.some(isNoun)) return;
  for (const { term } of heard) if (isNoun(term)) lift(terms, term, LENT);
}

/** The terms of a sentence's words, each with its place. */
function hear(tokens: readonly Token[], lexicon: Lexicon): Heard[] {
  const words: (string | null)[] = [];
  const places: number[] = [];
  tokens.forEach(({ kind, text }, i) => {
    if ((kind === 'mark' && !isCut(text)) || isComparative(tokens, i)) return;
    const isCode = /^[a-z]+-?\d/i.test(text);
    const plain = isCode ? termsOfKey(text) : text.replace(/([a-z])([A-Z])/g, '$1 $2').split(' ');
    for (const part of kind === 'word' && text !== '' ? plain : [null]) {
      words.push(part);
      places.push(i);
    }
  });
  return lexicon.hear(words).map(({ term, at, strength = 1 }) => ({ term, strength, token: places[at] ?? 0 }));
}

/** "2.1 % lower", "lower than": the lower of two, and no low. */
function isComparative(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1];
  const isBy = before?.kind === 'number' && before.unit === 'percent';
  return /^(?:lower|higher)$/i.test(tokens[i]?.text ?? '') && (isBy || /^than$/i.test(tokens[i + 1]?.text ?? ''));
}
