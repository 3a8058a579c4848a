import type { Sentence } from './statements';
import type { Token } from './token';
import { termsOf } from './vocabulary';

/** Terms of a stretch of words between commas and conjunctions. */
export interface Segment {
  terms: Set<string>;
  /** What opened it: the gap itself, a comma, "and" or the like, "against" or the like. */
  opened: 'start' | 'comma' | 'break' | 'compare';
}

/** The words around one number that may name what it states. */
export interface Surroundings {
  /** Segments since the number before, nearest first. */
  left: Segment[];
  /** Noun phrase that follows at once: "13 trades", "19.6 % drawdown". */
  tight: Set<string>;
  /** Does the tight phrase lead straight to the next number, which it may rather belong to? */
  tightLeads: boolean;
  /** Everything up to the next number. */
  loose: Segment[];
  /** What follows up to a comma or a comparison: "for buy and hold". */
  after: Set<string>;
  /** Text offsets of the gap. */
  from: number;
  to: number;
}

const TRANSPARENT = /^[-–/&_"'`*$()’.~≈:=]$/;
const BREAK = new Set('and but while with whereas plus although though yet'.split(' '));
const COMPARE = new Set('against versus vs than compared unlike relative'.split(' '));
const TIGHT_END = new Set(
  'of for in over against versus vs than is was are were be at to from by on as which that who under above below between during after before has had have if when since the a an its our their this that self there he they'.split(
    ' ',
  ),
);
const BACKWARD = /^(?:for|by|of|in|on|during|over|across|with|from|a|per|after|under)$/;
const BELONGS_BACK = new Set('for in on during by'.split(' '));

export function surroundingsOf({ tokens, stated }: Sentence, k: number): Surroundings {
  const at = stated[k] ?? 0;
  const previous = k > 0 ? stated[k - 1] : undefined;
  const next = stated[k + 1];
  const before = tokens.slice((previous ?? -1) + 1, at);
  const behind = tokens.slice(at + 1, next);
  const { tight, leads } = tightAfter(behind, next !== undefined);
  return {
    left: segmentsOf(previous === undefined ? before : withoutBackward(before)).reverse(),
    tight,
    tightLeads: leads,
    loose: segmentsOf(behind),
    after: upToBreak(behind),
    from: previous === undefined ? (tokens[0]?.start ?? 0) : (tokens[previous]?.end ?? 0),
    to: next === undefined ? (tokens.at(-1)?.end ?? 0) : (tokens[next]?.start ?? 0),
  };
}

function wordsOf(tokens: readonly Token[]): (string | null)[] {
  return tokens
    .filter(({ kind, text }) => kind !== 'mark' || !TRANSPARENT.test(text))
    .flatMap(({ kind, text }) =>
      kind === 'word' && text !== '' ? text.replace(/([a-z])([A-Z])/g, '$1 $2').split(' ') : [null],
    );
}

function segmentsOf(tokens: readonly Token[]): Segment[] {
  const words = wordsOf(tokens);
  const segments: Segment[] = [{ terms: new Set(), opened: 'start' }];
  let past = -1;
  for (const { term, at } of termsOf(words)) {
    const comma = words.slice(past + 1, at).includes(null);
    past = at;
    if (comma || BREAK.has(term) || COMPARE.has(term))
      segments.push({ terms: new Set(), opened: COMPARE.has(term) ? 'compare' : BREAK.has(term) ? 'break' : 'comma' });
    if (!BREAK.has(term) && !COMPARE.has(term)) segments.at(-1)?.terms.add(term);
  }
  if (words.at(-1) === null && past >= 0) segments.push({ terms: new Set(), opened: 'comma' });
  return lendNouns(segments);
}

/** "20-day and 50-day SMAs", "SMA 20 and 50": a period alone takes the noun of its neighbour. */
function lendNouns(segments: Segment[]): Segment[] {
  segments.forEach(({ terms }, i) => {
    const period = [...terms].find((term) => term.startsWith('#'));
    if (
      period === undefined ||
      [...terms].some((term) => !term.startsWith('#') && !/^(?:day|bar|period|week|the|its|is|are)$/.test(term))
    )
      return;
    const lender = segments[i + 1]?.terms.size ? segments[i + 1] : segments[i - 1];
    for (const term of lender?.terms ?? []) if (!term.startsWith('#')) terms.add(term);
  });
  return segments;
}

function tightAfter(tokens: readonly Token[], numberFollows: boolean): { tight: Set<string>; leads: boolean } {
  const words = wordsOf(tokens);
  const terms = termsOf(words);
  const tight = new Set<string>();
  let past = -1;
  for (const { term, at } of terms) {
    if (tight.size === 0 && /^(?:the|a|an)$/.test(term)) continue;
    if (
      words.slice(past + 1, at).includes(null) ||
      BREAK.has(term) ||
      COMPARE.has(term) ||
      TIGHT_END.has(term) ||
      tight.size >= 5
    )
      return { tight, leads: false };
    tight.add(term);
    past = at;
  }
  return { tight, leads: numberFollows && past === words.length - 1 };
}

/** After a number, "for buy and hold," still speaks of that number, not of the next. */
function withoutBackward(tokens: readonly Token[]): Token[] {
  if (!BELONGS_BACK.has(tokens[0]?.text.toLowerCase() ?? '')) return [...tokens];
  const comma = tokens.findIndex(
    ({ kind, text }, i) =>
      (kind === 'mark' && text === ',') ||
      (BREAK.has(text.toLowerCase()) && !/^(?:buy|profit)$/i.test(tokens[i - 1]?.text ?? '')),
  );
  return comma < 0 ? [...tokens] : tokens.slice(comma);
}

function upToBreak(tokens: readonly Token[]): Set<string> {
  const paren = tokens.findIndex(({ text }) => text === '(');
  const first = segmentsOf(paren < 0 ? tokens : tokens.slice(0, paren))[0];
  const [opening] = first?.terms ?? [];
  return new Set(first?.opened === 'compare' || !BACKWARD.test(opening ?? '') ? [] : first?.terms);
}
