import type { Lexicon } from '../words/lexicon';
import type { Measure } from '../words/measures';

/** A number, date or count of the facts, with the terms that name it. */
export interface Fact {
  path: string;
  /** NaN for a null: it is named, and no number fits it. */
  value: number;
  /** ISO text where the fact is a date. */
  iso?: string;
  /** Terms of the last words of the path, with how much each says (1, or 0.2 for words like "ratio"). */
  leaf: Map<string, number>;
  /** Terms of the words before, and the names of the objects around it. */
  scope: Set<string>;
  /** Terms of the scope that a sentence must speak of before it can mean this fact rather than one without them. */
  marked: string[];
  percent: boolean;
  basisPoints: boolean;
  /** 1,000,000 where the key says that the value is in millions. */
  scale: number;
  currency: boolean;
  /** Hours for `downtime_hours`. */
  measure: Measure | undefined;
}

/** A number that a text among the facts says, between its neighbours. */
export interface Quote {
  path: string;
  sentence: string;
}

/** The elements of a list that have the same text in a field: three of `votes` with `action` BUY. */
export interface Tally {
  list: string;
  value: string;
  paths: string[];
}

/** All that a document states, and what its words tell apart. */
export interface FactIndex {
  facts: Fact[];
  tallies: Tally[];
  quotes: Quote[];
  /** Numbers in names of facts: the 14 of `rsi_14`, the 2023 of `year2023`. */
  periods: Set<number>;
  /** Elements of lists that a number tells apart: `fold#2` for `{fold: 2, ...}`. */
  identities: Set<string>;
  /** Terms that a number follows in a name: `week#52`, `yield#10`. */
  labels: Set<string>;
  /** Terms of what the document says of itself at its top: "Q3 2021". */
  context: Set<string>;
  lexicon: Lexicon;
  /** How much a term tells facts apart, 0.1..1: 1 if one fact has it. */
  rarity: (term: string) => number;
  /** Do facts have one or the other, but none both: `control` and `treatment`? */
  exclude: (a: string, b: string) => boolean;
}

/** Is it the number of elements of a list? */
export const isLength = ({ path }: Fact): boolean => path.endsWith('.length');

/** The words of its own name that say something. */
export const coreOf = ({ leaf }: Fact): string[] =>
  [...leaf].filter(([, weight]) => weight >= 0.5).map(([term]) => term);
