import type { FactIndex } from '../facts/fact';
import { labelOf } from './labels';
import type { Token } from './token';
import { statesNothing } from './unstated';

/** One sentence: its tokens, where numbers that state nothing (periods, enumerators, scales) have become words. */
export interface Sentence {
  tokens: Token[];
  /** Indices of the numbers and dates that state something. */
  stated: number[];
}

const ABBREVIATIONS = new Set('vs approx ca e g i eg ie no incl max min avg ann cf resp est'.split(' '));

/** Cuts tokens into sentences and finds what each states; sentences without a number are left out. */
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
  tokens.forEach((token, i) => {
    if (token.kind !== 'number') return;
    const word = labelOf(tokens, i, token, index) ?? (statesNothing(tokens, i, token) ? '' : undefined);
    if (word !== undefined) tokens[i] = { ...token, kind: 'word', text: word };
  });
  const stated = tokens.flatMap(({ kind }, i) => (kind === 'number' || kind === 'date' ? [i] : []));
  return { tokens, stated };
}
