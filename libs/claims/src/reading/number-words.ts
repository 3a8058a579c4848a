import type { Unit } from '../claim';
import { measureOf } from '../words/measures';
import type { NumberToken } from './token';

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const MAGNITUDES: Record<string, number> = { hundred: 100, thousand: 1e3, million: 1e6, billion: 1e9, dozen: 12 };
const ANY = `(?:${TENS.join('|')})(?:[- ](?:${SMALL.slice(1, 10).join('|')}))?|${[...SMALL].reverse().join('|')}`;
const TIMES = Object.keys(MAGNITUDES).join('|');
const UNITS = 'per ?cent|percent|percentage points?|basis points?|times';
const DIGIT = SMALL.slice(0, 10).join('|');
/** Nouns that are counted; elsewhere "one" and "two" are seldom figures. */
const NOUNS =
  'trades?|bars?|candles?|days?|weeks?|months?|sessions?|members?|votes?|seeds?|models?|trials?|wins?|losses|decisions?|positions?|won|lost|died|to|of the|of its|of|out of|on|in|vote|full|more|fewer|mean|short|long|flat|are|were|have|had';
const FIGURE = new RegExp(
  `(?:(${ANY})|an?(?= (?:${TIMES})\\b))(?:[- ](${TIMES})s?(?:(?: and|,)? (${ANY})(?![- ](?:${TIMES}|percent|per cent)\\b))?)?(?: (?:and (a half)|point (${DIGIT})))?` +
    `(?:[- ](${UNITS})\\b(?! in a row| since| a\\b| per\\b)|(?=[- ](?:${NOUNS}|\\p{L}[\\p{L}-]{2,})\\b)|(?=[.,;:)]|$))`,
  'iuy',
);

const SHARES: [RegExp, number][] = [
  [/(?:one|a) half(?= of\b)|(?<!\b(?:first|second|other|last|latter) )half(?= (?:of|the)\b)/iy, 1 / 2],
  [/(?:one[ -]third|a third)(?! (?:of the way|support|resistance))|one in three/iy, 1 / 3],
  [/two[ -]thirds/iy, 2 / 3],
  [/(?:one|a)[ -]quarter(?= of)|one in four|a quarter(?= of)/iy, 1 / 4],
  [/three[ -]quarters/iy, 3 / 4],
  [/(?:one|a)[ -]fifth(?= of)|one in five/iy, 1 / 5],
  [/two[ -]fifths/iy, 2 / 5],
  [/three[ -]fifths/iy, 3 / 5],
  [/four[ -]fifths/iy, 4 / 5],
  [/(?:one|a)[ -]tenth(?= of)|one in ten/iy, 1 / 10],
];
const ONE_IN = new RegExp(`one in (\\d+|an? (?:hundred|thousand)|${ANY})\\b`, 'iy');
/** "A third" is said of 31 % to 36 %. */
const SHARE_STEP = 0.16;

/** "twelve percent", "fifty thousand", "a third": a number in words, where a unit or a noun follows. */
export function readNumberWords(text: string, at: number): NumberToken | undefined {
  return readHalfA(text, at) ?? readShare(text, at) ?? readFigure(text, at);
}

const HALF_A = /half an? (?:(thousand|million|billion|dozen)|(?:percentage )?point)\b/iy;

function readHalfA(text: string, at: number): NumberToken | undefined {
  HALF_A.lastIndex = at;
  const [written, magnitude] = HALF_A.exec(text) ?? [];
  if (written === undefined) return undefined;
  if (magnitude === undefined) return tokenOf(written, at, { value: 0.5, step: 0.1, bare: false, unit: 'percent' });
  const times = MAGNITUDES[magnitude.toLowerCase()] ?? 1;
  return tokenOf(written, at, { value: times / 2, step: times / 10, bare: false, unit: 'number' });
}

function readShare(text: string, at: number): NumberToken | undefined {
  for (const [pattern, value] of SHARES) {
    pattern.lastIndex = at;
    const written = pattern.exec(text)?.[0];
    if (written === undefined) continue;
    const step = value * SHARE_STEP;
    return tokenOf(written, at, { value: value * 100, step: step * 100, bare: false, unit: 'percent' });
  }
  ONE_IN.lastIndex = at;
  const [written, among] = ONE_IN.exec(text) ?? [];
  if (written === undefined) return undefined;
  const round = MAGNITUDES[among?.split(' ')[1]?.toLowerCase() ?? ''];
  const of = round ?? (/\d/.test(among ?? '') ? Number(among) : wholeOf((among ?? '').toLowerCase()));
  const value = 100 / of;
  return tokenOf(written, at, {
    value,
    step: Math.max(100 / (of - 0.5) - value, 0.01) * 2,
    bare: false,
    unit: 'percent',
  });
}

function readFigure(text: string, at: number): NumberToken | undefined {
  FIGURE.lastIndex = at;
  const match = FIGURE.exec(text);
  if (!match) return undefined;
  const [written, words = 'one', magnitude, rest, half, tenths, unitWords] = match;
  const after = text.slice(at + written.length);
  if (/^(?:one|two)$/i.test(written) && /^ of (?:the|its|our|those|these|them)\b/i.test(after)) return undefined;
  if (
    /^one$/i.test(written) &&
    unitWords === undefined &&
    !/^ (?:of (?:two|three|four|five|\d)|(?:is|was) short|accident|near)/i.test(after)
  )
    return undefined;
  const fraction = half ? 0.5 : tenths ? SMALL.indexOf(tenths.toLowerCase()) / 10 : 0;
  const times = MAGNITUDES[magnitude?.toLowerCase() ?? ''] ?? 1;
  const currency = unitWords === undefined ? (/^ (?:dollars?|euros?|pounds?)\b/i.exec(after)?.[0] ?? '') : '';
  const measure =
    unitWords === undefined && currency === '' ? measureOf(/^[- ](\p{L}+)/u.exec(after)?.[1] ?? '') : undefined;
  return tokenOf(written + currency, at, {
    ...(measure && { measure }),
    value: (wholeOf(words.toLowerCase()) + fraction) * times + (rest === undefined ? 0 : wholeOf(rest.toLowerCase())),
    step: rest === undefined ? (half ? 0.5 : tenths ? 0.1 : 1) * times : 1,
    bare: unitWords === undefined && currency === '' && (times === 1 || rest !== undefined) && fraction === 0,
    unit: currency === '' ? unitOf(unitWords) : 'currency',
  });
}

function tokenOf(
  written: string,
  at: number,
  read: Pick<NumberToken, 'value' | 'step' | 'bare' | 'unit' | 'measure'>,
): NumberToken {
  return { kind: 'number', text: written, start: at, end: at + written.length, sign: 0, ...read };
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
