import type { FactIndex } from '../facts/fact';
import { INDICATORS, termsOf } from '../words/vocabulary';
import type { NumberToken, Token } from './token';

const PERIOD_UNIT =
  /^(?:d|day|days|period|periods|bar|bars|week|weeks|month|months|year|years|y|yr|hour|hours|h|session|sessions|candle|candles|dma|sma|ema|ma)$/i;
const TIME = /^(?:day|week|month|year|hour|quarter)$/;
/** Words that name an indicator only beside another word. */
const EVERYDAY = ['high', 'low', 'return', 'volatility', 'average'];
/** "52-week low". */
const EXTREME = /^(?:high|low|range)s?$/i;
/** "The last five days", "in five days". */
const WITHIN = /^(?:next|last|past|previous|coming|in|over|within|during)$/i;
const JOINT = /^[-(_/@]$/;

/** What a number is read as that belongs to a name: `#14` in "RSI 14", `fold#2` in "fold 2", `p95` in "95 % within". */
export function labelOf(tokens: readonly Token[], i: number, token: NumberToken, index: FactIndex): string | undefined {
  if (isRank(tokens, i, token, index)) return `p${token.value}`;
  if (isPer(tokens, i, token, index)) return token.value === PARTS_PER_MILLION ? 'ppm' : `#${token.value}`;
  if (!token.bare) return undefined;
  if (isYearOfFacts(token, index)) return `#${token.value}`;
  return (
    identityOf(tokens, i, token, index) ??
    (isLabel(tokens, i, token, index) || isPeriod(tokens, i, token, index) ? `#${token.value}` : undefined)
  );
}

export function isYear(value: number): boolean {
  return Number.isInteger(value) && value >= 1900 && value < 2100;
}

/** "95 % within 310 ms", where a key says `p95`. */
function isRank(tokens: readonly Token[], i: number, { unit, value, sign }: NumberToken, { lexicon }: FactIndex) {
  const isShare = unit === 'percent' && sign === 0 && lexicon.knows(`p${value}`);
  return isShare && /^(?:within|under|below|of|in)$/i.test(tokens[i + 1]?.text ?? '');
}

const PARTS_PER_MILLION = 1e6;

/** "Nine per 10,000", "nine in 10,000", where a key says `per_10000`; "42 in a million", where it says `ppm`. */
function isPer(
  tokens: readonly Token[],
  i: number,
  { value, unit }: NumberToken,
  { labels, lexicon }: FactIndex,
): boolean {
  if (unit !== 'number' || !/^(?:per|in|every)$/i.test(tokens[i - 1]?.text ?? '')) return false;
  return labels.has(`per#${value}`) || (value === PARTS_PER_MILLION && lexicon.knows('ppm'));
}

/** A year that tells facts apart, or that the whole document is of. */
function isYearOfFacts({ value, text }: NumberToken, { periods, context }: FactIndex): boolean {
  return text.length === 4 && isYear(value) && (periods.has(value) || context.has(`#${value}`));
}

/** "Fold 2", "seed number 8": which element of a list. */
function identityOf(
  tokens: readonly Token[],
  i: number,
  { value }: NumberToken,
  { identities, lexicon }: FactIndex,
): string | undefined {
  const before = tokens.slice(Math.max(0, i - 3), i);
  const from = before.findLastIndex(({ kind, text }) => kind === 'word' && !/^(?:of|number|no|the)$/i.test(text));
  const words = before.slice(0, from + 1).flatMap(({ kind, text }) => (kind === 'word' ? [text] : []));
  return lexicon
    .hear(words)
    .map(({ term }) => `${term}#${value}`)
    .find((term) => identities.has(term));
}

/** "Week 52", "ten-year yield", "COVID-19": the number beside a word of a key, as it stands there. */
function isLabel(
  tokens: readonly Token[],
  i: number,
  { value, text }: NumberToken,
  { labels, lexicon }: FactIndex,
): boolean {
  const isLabelled = (word: Token | undefined, only = /./): boolean =>
    lexicon.hear([word?.text ?? '']).some(({ term }) => labels.has(`${term}#${value}`) && only.test(term));
  const hyphen = tokens[i + 1]?.text === '-';
  if (isLabelled(tokens[i + (hyphen ? 2 : 1)], /^\p{L}/u.test(text) ? /./ : TIME)) return true;
  const [word, mark] = [tokens[i - 2], tokens[i - 1]];
  const isJoined = word?.kind === 'word' && word.end === mark?.start && mark.end === tokens[i]?.start;
  if (isJoined && /^[-@]$/.test(mark?.text ?? '')) return value < 100 && !isIndicator(word.text);
  return mark?.kind === 'word' && isLabelled(mark);
}

/** The 14 of "RSI 14", "ATR(14)", "14-day RSI". */
function isPeriod(tokens: readonly Token[], i: number, { value, text }: NumberToken, { periods }: FactIndex): boolean {
  if (value < 1 || value > 400) return false;
  const mark = JOINT.test(tokens[i - 1]?.text ?? '') ? tokens[i - 1] : undefined;
  const before = tokens[i - (mark ? 2 : 1)];
  const isKnown = periods.has(value);
  const isGlued = (mark !== undefined && /[-_]/.test(mark.text)) || before?.end === tokens[i]?.start;
  if (before && isIndicator(before.text) && (isKnown || isGlued || valueFollows(tokens, i))) return true;
  const isListed = before?.text.startsWith('#') || tokens[i + 1]?.text === ':' || followsPeriod(tokens, i);
  if (isKnown && (isListed || isAge(tokens, i))) return true;
  const hyphen = tokens[i + 1]?.text === '-';
  const at = i + (hyphen ? 2 : 1);
  const unit = tokens[at]?.text ?? '';
  if (hyphen && /^(?:and|,|or|\/)$/.test(unit)) return isKnown;
  if (!PERIOD_UNIT.test(unit)) return false;
  const noun = tokens.slice(at, at + 4);
  return (
    (isKnown && (/^\d/.test(text) || hyphen || WITHIN.test(before?.text ?? ''))) ||
    (hyphen && noun.some(({ kind, text: word }) => kind === 'word' && (isIndicator(word) || EXTREME.test(word))))
  );
}

/** "Younger than 26", where a key says `under_26`. */
function isAge(tokens: readonly Token[], i: number): boolean {
  return tokens.slice(Math.max(0, i - 2), i).some(({ text }) => /^(?:younger|older|aged?|ages)$/i.test(text));
}

/** "SMA 20 and 50", "2.4 % in five days, yet up 3.1 % over twenty". */
function followsPeriod(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1]?.text ?? '';
  if (/^(?:and|or)$/.test(before)) return tokens[i - 2]?.text.startsWith('#') === true;
  const isAtEnd = tokens[i + 1] === undefined || tokens[i + 1]?.kind === 'mark';
  return isAtEnd && /^(?:in|over)$/.test(before) && tokens.slice(0, i).some(({ text }) => text.startsWith('#'));
}

function isIndicator(word: string): boolean {
  return termsOf([word]).some(({ term }) => INDICATORS.has(term) && !EVERYDAY.includes(term));
}

const BETWEEN = /^(?:is|was|at|of|=|:|reads|stands|sits|currently|near|around|about|now|reading|value|\$)$/i;

/** "RSI 14 is at 61": the value comes after. */
function valueFollows(tokens: readonly Token[], i: number): boolean {
  const next = tokens.slice(i + 1, i + 5).filter(({ text }) => text !== ')');
  const at = next.findIndex(({ kind }) => kind === 'number');
  return at >= 0 && next.slice(0, at).every(({ text }) => BETWEEN.test(text));
}
