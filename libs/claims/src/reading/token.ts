import type { Unit } from '../claim';
import type { Measure } from '../words/measures';

interface Span {
  text: string;
  start: number;
  end: number;
}

export interface WordToken extends Span {
  kind: 'word';
}

/** Anything that is neither a word nor a number: `,`, `(`, a line's end. */
export interface MarkToken extends Span {
  kind: 'mark';
}

export interface NumberToken extends Span {
  kind: 'number';
  /** Without its sign, in its unit: 1.2 m is 1,200,000. */
  value: number;
  /** −1 or 1 if a sign is written, 0 if none is. */
  sign: -1 | 0 | 1;
  /** Value of the last digit that is written: 0.01 for "1.25", 100,000 for "1.2 m". */
  step: number;
  /** Integer without suffix, unit or sign: it may be a count, a period in a name, or an enumerator. */
  bare: boolean;
  unit: Unit;
  /** 1e6 for "million"; absent where none is written. */
  magnitude?: number;
  /** Unit of measure that follows: "ms". */
  measure?: Measure;
}

export interface DateToken extends Span {
  kind: 'date';
  /** As far as it is written: 2023, 2023-06, 2023-06-19, 2023-06-19T14:30, T14:30, or -06-19 without a year. */
  iso: string;
  /** Another way to read it: 03/04/2023 is also the 3rd of April. */
  otherIso?: string;
}

export type Token = WordToken | MarkToken | NumberToken | DateToken;
