import type { NumberToken, Token } from './token';

const BAR_SIZE_UNIT = /^(?:day|hour|minute|min|week|month)s?$/i;
const BAR_NOUN = /^(?:bars?|candles?|candlesticks?|chart|timeframe|interval)$/i;
const LEVEL_NOUN =
  /^(?:interval|confidence|ci|bootstrap|credible|percentile|level|quantile|range|probability|likelihood|chance|prediction|certainty|significance|var|cvar|value)$/i;
const NUMBERED =
  /^(?:step|item|option|section|figure|fig|table|stage|round|turn|phase|rule|appendix|chapter|note|scenario|case|question|bullet|line|page|version|tier|issue|http|status|code|port|covid|stage)$/i;
const LEVELS = [1, 5, 10, 80, 90, 95, 97.5, 99, 99.9];

/** Is it a confidence level, an enumerator, a threshold, a day of a range, the size of a bar? */
export function statesNothing(tokens: readonly Token[], i: number, token: NumberToken): boolean {
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
