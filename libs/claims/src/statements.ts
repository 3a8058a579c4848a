import type { FactIndex } from './facts';
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
  /^(?:d|day|days|period|periods|bar|bars|week|weeks|month|months|year|years|y|yr|hour|hours|h|session|sessions|candle|candles|dma|sma|ema|ma)$/i;
const BAR_SIZE_UNIT = /^(?:day|hour|minute|min|week|month)s?$/i;
const BAR_NOUN = /^(?:bars?|candles?|candlesticks?|chart|timeframe|interval)$/i;
const LEVEL_NOUN =
  /^(?:interval|confidence|ci|bootstrap|credible|percentile|level|quantile|range|probability|likelihood|chance|prediction|certainty|significance|var|cvar|value)$/i;
const NUMBERED =
  /^(?:step|item|option|section|figure|fig|table|stage|round|turn|phase|rule|appendix|chapter|note|scenario|case|question|bullet|line|page|version|tier|issue|http|status|code|port|covid|stage)$/i;
const LEVELS = [1, 5, 10, 80, 90, 95, 97.5, 99, 99.9];

/** Cuts tokens into sentences and finds what each states. `periods` are those in names of facts. */
export function sentencesOf(tokens: readonly Token[], index: FactIndex): Sentence[] {
  const sentences: Sentence[] = [];
  let current: Token[] = [];
  tokens.forEach((token, i) => {
    if (endsSentence(tokens, i)) {
      sentences.push(sentenceOf(current, index));
      current = [];
    } else current.push(token);
  });
  sentences.push(sentenceOf(current, index));
  return sentences.filter(({ stated }) => stated.length > 0);
}

function endsSentence(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i];
  if (token?.kind !== 'mark') return false;
  if (token.text === '\n') return !/^\p{Ll}/u.test(tokens[i + 1]?.text ?? '');
  if (/^[!?;]$/.test(token.text)) return true;
  return token.text === '.' && !ABBREVIATIONS.has(tokens[i - 1]?.text.toLowerCase() ?? '');
}

function sentenceOf(from: readonly Token[], index: FactIndex): Sentence {
  const tokens = [...from];
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i];
    if (token?.kind !== 'number') continue;
    const label = labelOf(tokens, i, token, index);
    const rank = token.unit === 'percent' && index.lexicon.knows(`p${token.value}`) && !token.sign;
    if (rank && /^(?:within|under|below|of|in)$/i.test(tokens[i + 1]?.text ?? ''))
      tokens[i] = { ...token, kind: 'word', text: `p${token.value}` };
    else if (label) tokens[i] = { ...token, kind: 'word', text: label };
    else if (isPeriod(tokens, i, token, index.periods)) tokens[i] = { ...token, kind: 'word', text: `#${token.value}` };
    else if (statesNothing(tokens, i, token)) tokens[i] = { ...token, kind: 'word', text: '' };
  }
  const stated = tokens.flatMap((token, i) => (token.kind === 'number' || token.kind === 'date' ? [i] : []));
  return { tokens, stated };
}

/** The 2023 of "in 2023", the 2 of "fold 2" and the 52 of "week 52", where facts are told apart by them. */
function labelOf(
  tokens: readonly Token[],
  i: number,
  { bare, value, text }: NumberToken,
  { periods, identities, labels, lexicon }: FactIndex,
): string | undefined {
  if (!bare) return undefined;
  if (periods.has(value) && isYear(value) && text.length === 4) return `#${value}`;
  const hyphen = tokens[i + 1]?.text === '-';
  const unit = lexicon.hear([tokens[i + (hyphen ? 2 : 1)]?.text ?? '']).map(({ term }) => term);
  if (unit.some((term) => labels.has(`${term}#${value}`) && (TIME.test(term) || /^\p{L}/u.test(text))))
    return `#${value}`;
  const before = tokens.slice(Math.max(0, i - 3), i).reverse();
  const at = before.findIndex(({ kind, text: word }) => kind === 'word' && !/^(?:of|number|no|the|=)$/i.test(word));
  const key = before[at];
  if (key?.kind !== 'word') return undefined;
  const words = before
    .slice(at)
    .reverse()
    .flatMap(({ kind, text: word }) => (kind === 'word' ? [word] : []));
  const spoken = lexicon.hear(words).map(({ term }) => term);
  const identified = spoken.map((term) => `${term}#${value}`).find((term) => identities.has(term));
  if (identified) return identified;
  const terms = lexicon.hear([key.text]).map(({ term }) => term);
  const glued =
    tokens[i - 1]?.text === '-' && tokens[i - 2]?.kind === 'word' && tokens[i - 2]?.end === tokens[i - 1]?.start;
  const label = tokens[glued ? i - 2 : i - 1];
  if (glued && tokens[i - 1]?.end === tokens[i]?.start && value < 100 && !isIndicatorWord(label?.text ?? ''))
    return `#${value}`;
  return at === 0 && terms.some((term) => labels.has(`${term}#${value}`)) ? `#${value}` : undefined;
}

const TIME = /^(?:day|week|month|year|hour|quarter)$/;

function isIndicatorWord(word: string): boolean {
  return termsOf([word]).some(({ term }) => isIndicator(term));
}

export function isYear(value: number): boolean {
  return Number.isInteger(value) && value >= 1900 && value < 2100;
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
  const written = /^\d/.test(tokens[i]?.text ?? '');
  return (written && periods.has(value)) || (hyphen && termsOf(noun.slice(0, 4)).some(({ term }) => isIndicator(term)));
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
    if (/^at$/i.test(before?.text ?? '') && LEVEL_NOUN.test(tokens[i - 2]?.text ?? '')) return true;
    if (
      before?.text === '(' &&
      next?.text === ')' &&
      tokens.some(({ text }) => /^(?:interval|between|lies|bootstrap|ci)$/i.test(text))
    )
      return true;
  }
  if (isThreshold(tokens, i) || isDayOfRange(tokens, i, token)) return true;
  if (!token.bare) return false;
  if (before && NUMBERED.test(before.text)) return true;
  const afterUnit = tokens[tokens.indexOf(dashed as Token) + 1];
  return BAR_SIZE_UNIT.test(dashed?.text ?? '') && BAR_NOUN.test(afterUnit?.text ?? '');
}

/** The 13 of "from 13 to 27 January". */
function isDayOfRange(tokens: readonly Token[], i: number, { bare, value }: NumberToken): boolean {
  return (
    bare && value <= 31 && /^(?:to|and|until|-|–)$/i.test(tokens[i + 1]?.text ?? '') && tokens[i + 2]?.kind === 'date'
  );
}

/** "The 1.96 hurdle", "oversold (<30)": a mark that is set, not measured. */
function isThreshold(tokens: readonly Token[], i: number): boolean {
  const next = tokens[i + 1]?.text ?? '';
  if (/^(?:hurdle|threshold|cut-?off|benchmark level|bar|mark|rule)$/i.test(next) && tokens[i + 2]?.text !== 's')
    return true;
  const [mark, bracket, word] = [tokens[i - 1]?.text ?? '', tokens[i - 2]?.text ?? '', tokens[i - 3]?.text ?? ''];
  if (/^[<>≤≥]$/.test(mark) && bracket === '(' && /^(?:oversold|overbought|neutral|significant|normal)$/i.test(word))
    return true;
  return /^of$/i.test(mark) && /^(?:rule|scale)$/i.test(bracket);
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
  const start = tokens.slice(0, i).findLastIndex(({ kind }) => kind === 'number' || kind === 'date') + 1;
  const before = tokens.slice(Math.max(start, i - 8), i).map(({ text }) => stem(text));
  if (/^[-–—−]$|^…$/.test(between)) return 'range';
  if (between === 'and' && before.includes('between')) return 'range';
  if (/^(?:down |up )?to$/.test(between) && isOtherUnit(a, b)) return undefined;
  if (/^(?:down |up )?to$/.test(between))
    return before.includes('from') && !before.some((word) => /^(?:range|ranging|ranged|anywhere|interval)$/.test(word))
      ? 'move'
      : 'range';
  if (/^(?:out )?of(?: the| its| all)?$/.test(between) || between === '/' || between === 'in')
    return (a.bare || (b.value <= 100 && a.unit === 'number')) && b.bare && a.value <= b.value ? 'part' : undefined;
  return undefined;
}

/** "Climbed 7 % to $12" is no range. */
function isOtherUnit(a: NumberToken, b: NumberToken): boolean {
  return a.unit !== b.unit && a.unit !== 'number' && !(a.unit === 'currency' && b.unit === 'number');
}

/** "10–12 %", "$10–12": the unit is written once and holds for both. */
export function shareUnit(a: NumberToken, b: NumberToken): void {
  const plain = a.unit === 'number' ? a : b.unit === 'number' ? b : undefined;
  const other = plain === a ? b : a;
  if (!plain || other.unit === 'number' || (plain === b && other.unit !== 'currency')) return;
  Object.assign(plain, { unit: other.unit, bare: false });
}
