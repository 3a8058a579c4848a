import type { Unit } from './claim';
import type { NumberToken } from './token';

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ANY = `(?:${TENS.join('|')})(?:[- ](?:${SMALL.slice(1, 10).join('|')}))?|${[...SMALL].reverse().join('|')}`;
const UNITS = 'per ?cent|percent|percentage points?|basis points?|times';
/** Nouns that are counted; elsewhere "one" and "two" are seldom figures. */
const NOUNS =
  'trades?|bars?|candles?|days?|weeks?|months?|sessions?|members?|votes?|seeds?|models?|trials?|wins?|losses|decisions?|positions?|of the|of its|of|out of';
const FIGURE = new RegExp(
  `(${ANY})(?:(?: point ((?:${SMALL.slice(0, 10).join('|')})))?[- ](${UNITS})\\b|(?= (?:${NOUNS}|[a-z]{3,}s)\\b))`,
  'iy',
);

/** "twelve percent", "two of three members": a number in words, where a unit or a counted noun follows. */
export function readNumberWords(text: string, at: number): NumberToken | undefined {
  FIGURE.lastIndex = at;
  const match = FIGURE.exec(text);
  if (!match) return undefined;
  const [written, words = '', tenths, unitWords] = match;
  if (/^(?:one|two)$/i.test(words) && /^ of (?:the|its|our|those|these)\b/i.test(text.slice(at + written.length)))
    return undefined;
  if (
    /^one$/i.test(words) &&
    unitWords === undefined &&
    !/^ of (?:two|three|four|five|\d)/i.test(text.slice(at + written.length))
  )
    return undefined;
  const value = wholeOf(words.toLowerCase()) + (tenths ? SMALL.indexOf(tenths.toLowerCase()) / 10 : 0);
  const base = { sign: 0, step: tenths ? 0.1 : 1, bare: unitWords === undefined } as const;
  return {
    kind: 'number',
    text: written,
    start: at,
    end: at + written.length,
    value,
    unit: unitOf(unitWords),
    ...base,
  };
}

function wholeOf(words: string): number {
  return words
    .split(/[- ]/)
    .map((word) => (TENS.includes(word) ? (TENS.indexOf(word) + 2) * 10 : SMALL.indexOf(word)))
    .reduce((sum, part) => sum + part, 0);
}

function unitOf(words: string | undefined): Unit {
  if (words === undefined) return 'number';
  if (/basis/i.test(words)) return 'basis_points';
  return /times/i.test(words) ? 'multiple' : 'percent';
}
