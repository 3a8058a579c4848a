import type { Unit } from '../claim';
import { measureOf } from '../words/measures';
import type { NumberToken } from './token';

const SIGN = '[-−–+]';
const CURRENCY = '(?:US\\$|[$€£¥₿]|(?:USDT?|EUR|GBP|CHF|JPY)\\s)';
const GROUPED = "\\d{1,3}(?:[,'’_\\u00a0\\u2009\\u202f]\\d{3})+(?!\\d)";
const DIGITS = `(${GROUPED}|\\d+|(?=\\.\\d))(?:\\.(\\d+))?([eE][-+]?\\d+|\\s?[×x*]\\s?10(?:\\^|\\*\\*)?[-−+]?\\d+)?([¼½¾]| [1-7]/[248](?![\\d/]))?`;
const NUMBER = new RegExp(`(${SIGN})?(${CURRENCY})?(${SIGN})?${DIGITS}`, 'y');
const DECIMAL_COMMA = new RegExp(`(${SIGN})?(\\d+),(\\d{1,2})(?![\\d,])(?=\\s?(?:%|€|per ?cent))`, 'y');
/** "462¼" and "462 1/4", and how fine each is. */
const VULGAR: Record<string, readonly [number, number]> = { '¼': [1, 4], '½': [1, 2], '¾': [3, 4] };
const RATIO =
  /(\d+(?:\.\d+)?)(?::| : )(\d+(?:\.\d+)?)(?![\d:])|(?<!\bfrom )(\d+(?:\.\d+)?)(?: to |-to-)(1|one)\b(?![.,]\d| ?%)/y;

const SUFFIXES: { pattern: RegExp; unit?: Unit; times?: number; currency?: true }[] = [
  { pattern: /[\s-]?(?:%|per[\s-]?cent\b|pct\b)(?:[\s-]?points?\b)?/iy, unit: 'percent' },
  { pattern: /\s?(?:percentage points?|ppts?|pp)\b/iy, unit: 'percent' },
  { pattern: /[\s-]?(?:basis[\s-]points?|bps?)\b/iy, unit: 'basis_points' },
  { pattern: /\s?(?:bn|billion)\b|\s?B\b/y, times: 1e9 },
  { pattern: /\s?(?:mn|million|mio)\b|\s?[mM]\b(?![/²³]| (?:chart|candle|bar|time|interval))/y, times: 1e6 },
  { pattern: /\s?(?:trillion|tn)\b/y, times: 1e12 },
  { pattern: /\s?(?:thousand|[kK])\b/y, times: 1e3 },
  {
    pattern: /\s?(?:x\b|×(?!\s?10)|R\b|-?fold\b|times\b(?! (?:an?|per|each|every|in|daily|during|this|last)\b))/y,
    unit: 'multiple',
  },
  { pattern: /\s?(?:cents?|pence|¢)\b/y, unit: 'currency', times: 0.01 },
  { pattern: /\s?ppm\b/y },
];
const CURRENCY_AFTER = /\s?(?:USDT?\b|EUR\b|GBP\b|CHF\b|dollars?\b|euros?\b|€|\$|£)/y;

/** The number that begins at `at`, with sign, currency, magnitude and unit, or undefined. */
export function readNumber(text: string, at: number): NumberToken | undefined {
  const ratio = readRatio(text, at);
  if (ratio) return ratio;
  const comma = matchAt(DECIMAL_COMMA, text, at);
  const match = comma ?? matchAt(NUMBER, text, at);
  if (!match) return undefined;
  const [sign, currency, whole, decimals, exponent] = comma
    ? [comma[1], undefined, comma[2], comma[3], undefined]
    : [match[1] ?? match[3], match[2], match[4], match[5], match[6]];
  const vulgar = comma || match[7] === undefined ? undefined : fractionOf(match[7]);
  let end = at + match[0].length;
  const digits = `${(whole ?? '').replace(/\D/g, '') || '0'}${decimals ? `.${decimals}` : ''}`;
  let times = exponent ? Number(`1e${exponent.replace(/^.*?(?:e|10[\^*]*)/i, '').replace('−', '-')}`) : 1;
  let unit: Unit = currency ? 'currency' : 'number';
  let magnitude = 1;
  for (const suffix of SUFFIXES) {
    const found = matchAt(suffix.pattern, text, end);
    if (!found) continue;
    end += found[0].length;
    magnitude = suffix.times ?? 1;
    times *= magnitude;
    if (suffix.unit) unit = suffix.unit;
    break;
  }
  const after = unit === 'number' ? matchAt(CURRENCY_AFTER, text, end) : undefined;
  if (after) [end, unit] = [end + after[0].length, 'currency'];
  const measure = unit === 'number' ? measureOf(matchAt(/\s?-?([a-zA-Z]+)\b/y, text, end)?.[1] ?? '') : undefined;
  if (/[\p{L}\p{N}_]/u.test(text[end] ?? '') && end === at + match[0].length) return undefined;
  return {
    kind: 'number',
    text: text.slice(at, end),
    start: at,
    end,
    value: Number(((Number(digits) + (vulgar ? vulgar[0] / vulgar[1] : 0)) * times).toPrecision(15)),
    sign: sign === undefined ? 0 : sign === '+' ? 1 : -1,
    step: (vulgar ? 1 / vulgar[1] : 10 ** -(decimals?.length ?? 0)) * times,
    bare:
      !decimals &&
      vulgar === undefined &&
      times === 1 &&
      unit === 'number' &&
      sign === undefined &&
      exponent === undefined,
    unit,
    ...(measure && { measure }),
    ...(magnitude >= 1e3 && { magnitude }),
  };
}

const fractionOf = (written: string): readonly [number, number] => {
  const [part = 0, whole = 1] = written.trim().split('/').map(Number);
  return VULGAR[written] ?? [part, whole];
};

/** "1:2" and "2:1" of risk to reward are both 2. */
function readRatio(text: string, at: number): NumberToken | undefined {
  const match = matchAt(RATIO, text, at);
  if (!match) return undefined;
  const [low = 0, high = 0] = [match[1] ?? match[3], match[2] ?? 1].map(Number).sort((a, b) => a - b);
  const decimals = Math.max(...[match[1] ?? match[3], match[2]].map((part) => part?.split('.')[1]?.length ?? 0));
  const end = at + match[0].length;
  const value = low === 0 ? 0 : high / low;
  const base = { value, sign: 0, step: 10 ** -decimals, bare: false, unit: 'multiple' } as const;
  return { kind: 'number', text: match[0], start: at, end, ...base };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
