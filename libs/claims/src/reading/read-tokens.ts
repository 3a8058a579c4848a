import { readDate } from './date-grammar';
import { readNumber } from './number-grammar';
import { readNumberWords } from './number-words';
import type { Token } from './token';

const SPACE = /[^\S\n]+/y;
const WORD = /\p{L}+(?:['’]\p{L}+)?/uy;
/** Hashes, versions, symbols and links: their digits state nothing. */
const IDENTIFIERS = [
  /\w+:\/\/\S+/y,
  /(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,}(?![\p{L}\d])/uy,
  /[vV]?\d+\.\d+\.\d+(?:[-.\w]*\w)?/y,
  /v\d+(?:\.\d+)*\b/y,
  /24[/x×]7\b/y,
  /(?:S&P|Nasdaq|NASDAQ|Russell|FTSE|Nikkei|Stoxx|STOXX|CAC|DAX|Dow|CSI|ASX|TOPIX)(?:[- ](?:Euro )?\d+)\b/y,
  /[HQhq][1-4]\b/y,
  /[pP]\d{1,2}(?:\.\d)?\b/y,
  /(?!(?:[SEDWH]?MA|RSI|ATR|ADX|CCI|VWAP)-)[A-Z]{2,}-\d{2,}\b(?![.,]\d)/y,
  /R[²2]/y,
  /(?<![\p{L}\p{N}])[A-Z]-?\d{1,4}\b(?![.,]\d|%)/uy,
  /(?<![\p{L}\p{N}])[a-wyz]\d{1,3}\b(?![.,]\d|\s?%)/uy,
  /(?:CO|SO|NO|PM|H)\d(?:\.\d)?\b/y,
  /(?<![\p{L}\d])(?!(?:USDT?|EUR|GBP|CHF|JPY|[SEDWH]?MA|RSI|ATR|ADX|CCI|VWAP)\d)[A-Z]{1,4}\d{1,4}[A-Za-z]?\b(?![.,]\d|\()/uy,
  /\d{4}-W\d\d/y,
  /\d+(?:st|nd|rd|th)\b/y,
  /(?:No\.|#|№) ?\d+/y,
  /\[\d+\]/y,
  /(?<=\n|^)\s*\(?\d{1,2}[.)](?=\s)/y,
  /\(\d\)(?= [a-z])/y,
];

/** Cuts a text into words, numbers, dates and marks. Every character of a number belongs to exactly one token. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const space = lengthAt(SPACE, text, at);
    if (space > 0 && !IDENTIFIERS.some((pattern) => lengthAt(pattern, text, at) > space)) {
      at += space;
      continue;
    }
    const token = tokenAt(text, at, tokens.at(-1));
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function tokenAt(text: string, at: number, previous: Token | undefined): Token {
  const glued = previous !== undefined && previous.end === at && previous.kind !== 'mark';
  const word = (length: number): Token => span('word', text, at, length);
  if (!glued) {
    const date = readDate(text, at);
    if (date) {
      const { length, ...read } = date;
      return { ...span('mark', text, at, length), kind: 'date', ...read };
    }
    const percentile = /percentile/i.test(text.slice(Math.max(0, at - 120), at))
      ? /(\d{1,2})(?:st|nd|rd|th)\b/y
      : /(\d{1,2})(?:st|nd|rd|th)[- ]percentile\b/y;
    percentile.lastIndex = at;
    const [written, rank] = percentile.exec(text) ?? [];
    if (written !== undefined) return { ...word(written.length), text: `p${rank}` };
    for (const pattern of IDENTIFIERS) {
      const length = lengthAt(pattern, text, at);
      if (length > 0) return word(length);
    }
  }
  const signed = /[-−–+]/.test(text[at] ?? '');
  if (!(glued && signed) && !(signed && previous?.kind === 'number' && previous.end === at)) {
    const number = readNumber(text, at) ?? (glued ? undefined : readNumberWords(text, at));
    if (number) return number;
  }
  const letters = lengthAt(WORD, text, at);
  if (letters > 0) return word(letters);
  const digits = lengthAt(/\d+/y, text, at);
  if (digits > 0) return word(lengthAt(/[\p{L}\d]+/uy, text, at));
  return span('mark', text, at, (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
}

function span<K extends 'word' | 'mark'>(kind: K, text: string, at: number, length: number) {
  return { kind, text: text.slice(at, at + length), start: at, end: at + length };
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
