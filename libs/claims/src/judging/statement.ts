import type { FactIndex } from '../facts/fact';
import { type Nearness, nearnessOf } from '../naming/nearness';
import { pairOf, type PairKind, shareUnit } from '../reading/number-pairs';
import type { Sentence } from '../reading/sentences';
import type { DateToken, NumberToken } from '../reading/token';
import { mannerOf } from './manner';
import type { Manner } from './units';

/** A number or date that a sentence states, with all that the words around it say of it. */
export interface Statement {
  token: NumberToken | DateToken;
  near: Nearness;
  manner: Manner;
  /** The text from the number before, and up to the next one; what stands in brackets right after it is left out. */
  before: string;
  after: string;
  /** The sentence up to the number. */
  lead: string;
  /** How it and the next number are one figure. */
  pair: PairKind | undefined;
}

const DURATION = ['duration', 'length', 'time'];
const BOUNDS = ['interval', 'confidenceinterval', 'ci', 'low', 'high', 'min', 'max', 'p5', 'p95'];
const SPREAD = ['standarddeviation', 'standarderror'];

/** "The fund lost 3 % and the index 5 %", "by 4 and by 7": the verb holds on. */
const ELLIPSIS =
  /^[\s,]*(?:to|(?:and|while|versus|vs\.?|against|after|compared with|the|a|an|its)?(?: (?!(?:is|was|but|to|at|of)\b)[\w&'-]+){0,4}|.*\band by|[^.;:]*,? (?:compared (?:with|to)|versus|against|vs\.?)(?: the| a| an)?) *\(?$/i;

/** "1,700 dollars (2.5 %) below entry": the sentence goes on behind. */
const BRACKET = /^\s*\([^)]*\)/;
const BEYOND = 40;

/** What each number of a sentence is said to be. */
export function statementsOf(text: string, sentence: Sentence, index: FactIndex): Statement[] {
  const { tokens, stated } = sentence;
  const numbers = stated.map((at) => tokens[at] as NumberToken | DateToken);
  const pairs = stated.map((at, k) => pairOf(tokens, at, stated[k + 1] ?? -1));
  pairs.forEach((pair, k) => {
    if (pair === 'range' || pair === 'move') shareUnit(numbers[k], numbers[k + 1]);
  });
  const near = nearnessOf(sentence, index);
  const [first, end] = [tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0];
  return numbers.reduce<Statement[]>((statements, token, k) => {
    const [from, to] = [numbers[k - 1]?.end ?? first, numbers[k + 1]?.start ?? end];
    const before = text.slice(from, token.start);
    const bracket = BRACKET.exec(text.slice(token.end))?.[0].length;
    const after = bracket ? text.slice(token.end + bracket).slice(0, BEYOND) : text.slice(token.end, to);
    const manner = mannerOf(text, token, from, to);
    if (ELLIPSIS.test(before)) manner.direction ||= statements.at(-1)?.manner.direction ?? 0;
    const isExtent = [pairs[k], pairs[k - 1]].includes('range');
    const terms = withPlace(near[k] as Nearness, token, before, isExtent);
    const lead = text.slice(first, token.start);
    return [...statements, { token, near: terms, manner, before, after, lead, pair: pairs[k] }];
  }, []);
}

/** The terms that a number's form and place say: of hours, that it is a duration. */
function withPlace(near: Nearness, token: NumberToken | DateToken, before: string, isExtent: boolean): Nearness {
  const isTime = token.kind === 'number' && token.measure?.dimension === 'time';
  return [
    ...(isTime ? [raised(DURATION, 0.35)] : []),
    ...(isExtent ? [raised(BOUNDS, 0.9)] : []),
    ...(/(?:±|\+\/-)\s*$/.test(before) ? [raised(SPREAD, 0.9)] : []),
  ].reduce(united, near);
}

/** Terms with one nearness. */
export function raised(terms: readonly string[], nearness: number): Nearness {
  return new Map(terms.map((term) => [term, nearness]));
}

/** Of two nearnesses of a term the greater. */
export function united(a: Nearness, b: Nearness): Nearness {
  const all = new Map(a);
  for (const [term, nearness] of b) all.set(term, Math.max(all.get(term) ?? 0, nearness));
  return all;
}
