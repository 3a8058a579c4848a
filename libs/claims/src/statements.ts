import type { NumberToken, Token } from './token';
import { INDICATORS, stem, termsOf } from './vocabulary';

/** One sentence: its tokens, where numbers that state nothing (periods, enumerators, scales) have become words. */
export interface Sentence {
  tokens: Token[];
  /** Indices of the numbers and dates that state something. */
  stated: number[];
}

const ABBREVIATIONS = new Set('vs approx ca e.g i.e eg ie no incl max min avg ann cf resp est'.split(' '));
const PERIOD_UNIT =
  /^(?:d|day|days|period|periods|bar|bars|week|weeks|month|months|hour|hours|h|session|sessions|candle|candles|dma|sma|ema|ma)$/i;
const BAR_SIZE_UNIT = /^(?:day|hour|minute|min|week|month)s?$/i;
const BAR_NOUN = /^(?:bars?|candles?|candlesticks?|chart|timeframe|interval)$/i;
const LEVEL_NOUN =
  /^(?:interval|confidence|ci|bootstrap|credible|percentile|level|quantile|range|prediction|certainty|significance)$/i;
const NUMBERED =
  /^(?:step|item|option|section|figure|fig|table|stage|round|turn|phase|rule|appendix|chapter|note|scenario|case|question|bullet|line|page|version|tier|issue)$/i;
const LEVELS = [80, 90, 95, 97.5, 99, 99.9];

/** Cuts tokens into sentences and finds what each states. `periods` are those in names of facts. */
export function sentencesOf(tokens: readonly Token[], periods: ReadonlySet<number>): Sentence[] {
  const sentences: Sentence[] = [];
  let current: Token[] = [];
  tokens.forEach((token, i) => {
    if (endsSentence(tokens, i)) {
      sentences.push(sentenceOf(current, periods));
      current = [];
    } else current.push(token);
  });
  sentences.push(sentenceOf(current, periods));
  return sentences.filter(({ stated }) => stated.length > 0);
}

function endsSentence(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i];
  if (token?.kind !== 'mark') return false;
  if (token.text === '\n') return !/^\p{Ll}/u.test(tokens[i + 1]?.text ?? '');
  if (/^[!?;]$/.test(token.text)) return true;
  return token.text === '.' && !ABBREVIATIONS.has(tokens[i - 1]?.text.toLowerCase() ?? '');
}

function sentenceOf(from: readonly Token[], periods: ReadonlySet<number>): Sentence {
  const tokens = [...from];
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i];
    if (token?.kind !== 'number') continue;
    if (isPeriod(tokens, i, token, periods)) tokens[i] = { ...token, kind: 'word', text: `#${token.value}` };
    else if (statesNothing(tokens, i, token)) tokens[i] = { ...token, kind: 'word', text: '' };
  }
  const stated = tokens.flatMap((token, i) => (token.kind === 'number' || token.kind === 'date' ? [i] : []));
  return { tokens, stated };
}

/** The 14 of "RSI 14", "ATR(14)", "14-day RSI". */
function isPeriod(
  tokens: readonly Token[],
  i: number,
  { bare, value }: NumberToken,
  periods: ReadonlySet<number>,
): boolean {
  if (!bare || value < 1 || value > 400) return false;
  const [before, mark] = wordBefore(tokens, i);
  const indicator = before !== undefined && termsOf([before.text]).some(({ term }) => isIndicator(term));
  if (
    indicator &&
    (periods.has(value) || mark === '-' || mark === '_' || before.end === tokens[i]?.start || valueFollows(tokens, i))
  )
    return true;
  if (before?.text.startsWith('#') && periods.has(value)) return true;
  if (/^(?:and|or)$/.test(before?.text ?? '') && tokens[i - 2]?.text.startsWith('#') && periods.has(value)) return true;
  const hyphen = tokens[i + 1]?.text === '-';
  const unit = tokens[i + (hyphen ? 2 : 1)]?.text ?? '';
  if (hyphen && /^(?:and|,|or|\/)$/.test(unit)) return periods.has(value);
  if (!PERIOD_UNIT.test(unit)) return false;
  const noun = tokens
    .slice(i + (hyphen ? 2 : 1), i + (hyphen ? 7 : 6))
    .map(({ kind, text }) => (kind === 'word' ? text : null));
  return periods.has(value) || (hyphen && termsOf(noun.slice(0, 4)).some(({ term }) => isIndicator(term)));
}

function isIndicator(term: string): boolean {
  return INDICATORS.has(term) && !['high', 'low', 'return', 'volatility', 'average'].includes(term);
}

function wordBefore(tokens: readonly Token[], i: number): [Token | undefined, string | undefined] {
  const mark = tokens[i - 1];
  if (mark?.kind === 'mark' && /^[-(_/]$/.test(mark.text)) return [tokens[i - 2], mark.text];
  return [mark, undefined];
}

function valueFollows(tokens: readonly Token[], i: number): boolean {
  const next = tokens.slice(i + 1, i + 5).filter(({ text }) => text !== ')');
  const at = next.findIndex(({ kind }) => kind === 'number');
  return (
    at >= 0 &&
    next
      .slice(0, at)
      .every(({ text }) =>
        /^(?:is|was|at|of|=|:|reads|stands|sits|currently|near|around|about|now|reading|value|\$)$/i.test(text),
      )
  );
}

function statesNothing(tokens: readonly Token[], i: number, token: NumberToken): boolean {
  const next = tokens[i + 1];
  const before = tokens[i - 1];
  const dashed = tokens[i + (next?.text === '-' ? 2 : 1)];
  if (token.unit === 'percent' && LEVELS.includes(token.value)) {
    if (LEVEL_NOUN.test(dashed?.text ?? '')) return true;
    if (
      before?.text === '(' &&
      next?.text === ')' &&
      tokens.some(({ text }) => /^(?:interval|between|lies|bootstrap|ci)$/i.test(text))
    )
      return true;
  }
  if (!token.bare) return false;
  if (before && NUMBERED.test(before.text)) return true;
  const afterUnit = tokens[tokens.indexOf(dashed as Token) + 1];
  return BAR_SIZE_UNIT.test(dashed?.text ?? '') && BAR_NOUN.test(afterUnit?.text ?? '');
}

/** Two numbers as one figure: "10–12 %", "between 10 and 12", "2 of 3". */
export type PairKind = 'range' | 'move' | 'part';

export function pairOf(tokens: readonly Token[], i: number, j: number): PairKind | undefined {
  const [a, b] = [tokens[i], tokens[j]];
  if (a?.kind !== 'number' || b?.kind !== 'number') return undefined;
  const between = tokens
    .slice(i + 1, j)
    .map(({ text }) => text.toLowerCase())
    .join(' ');
  const before = tokens.slice(Math.max(0, i - 3), i).map(({ text }) => stem(text));
  if (/^[-–—−]$|^…$/.test(between)) return 'range';
  if (between === 'and' && before.includes('between')) return 'range';
  if (between === 'to')
    return before.includes('from') && !before.some((word) => /^(?:range|ranging|ranged|anywhere|interval)$/.test(word))
      ? 'move'
      : 'range';
  if (/^(?:out )?of(?: the| its| all)?$/.test(between) || between === '/' || between === 'in')
    return (a.bare || (b.value === 100 && a.unit === 'number')) && b.bare && a.value <= b.value ? 'part' : undefined;
  return undefined;
}

/** "10–12 %", "$10–12": the unit is written once and holds for both. */
export function shareUnit(a: NumberToken, b: NumberToken): void {
  const plain = a.unit === 'number' ? a : b.unit === 'number' ? b : undefined;
  const other = plain === a ? b : a;
  if (!plain || other.unit === 'number' || (plain === b && other.unit !== 'currency')) return;
  Object.assign(plain, { unit: other.unit, bare: false });
}
