import type { Token } from '../reading/token';

/** Words between two numbers, up to a comma, a bracket, a conjunction or a comparison. */
export interface Stretch {
  from: number;
  to: number;
  bracketed: boolean;
  /** Does a comma or a conjunction stand before it, or after it? */
  opened: boolean;
  closed: boolean;
  /** "For control": it speaks of the number before. */
  backward: boolean;
  /** "At a volatility of": it speaks of the number after. */
  forward: boolean;
}

/** How surely words between two numbers speak of the one on the left and of the one on the right. */
export interface Pull {
  left: number;
  right: number;
}

const SEAM = /^[,;|()[\]{}—]$/;
const LINK =
  /^(?:and|but|while|with|whereas|plus|although|though|yet|or|against|versus|vs|than|compared|unlike|relative|beats?|tops?|trails?|lags?|exceeds?|outperform(?:s|ed)?|undercuts?|after|then)$/i;
const BACKWARD = /^(?:for|of|in|on|by|per|during|over|across|at|among|as)$/i;
const FORWARD = /^(?:of|at|is|was|are|were|to|by|around|about|near|reads|stands|a|an|the|than|:|=)$/i;

const BETWEEN_NEAR: Pull = { left: 0.65, right: 0.75 };
const BETWEEN_FAR: Pull = { left: 0.4, right: 1 };
const BACKWARD_ALONE: Pull = { left: 0.9, right: 0.45 };
const FORWARD_ALONE: Pull = { left: 0.25, right: 1 };
const FIRST: Pull = { left: 0.9, right: 0.4 };
const MIDDLE: Pull = { left: 0.4, right: 0.75 };
const LAST: Pull = { left: 0.3, right: 1 };
const BRACKETED: Pull = { left: 1, right: 0.25 };

/** Does a mark cut words apart? */
export const isCut = (mark: string): boolean => SEAM.test(mark);

/** The stretches from one number to the next. */
export function stretchesOf(tokens: readonly Token[], from: number, to: number): Stretch[] {
  const stretches: Stretch[] = [];
  let start = from;
  let bracketed = false;
  let opened = false;
  for (let i = from; i <= to; i += 1) {
    const seam = i < to && isSeam(tokens, i);
    if (!seam && i < to) continue;
    const words = tokens.slice(start, i).filter(({ kind }) => kind === 'word');
    const [first, last] = [words[0]?.text ?? '', words.at(-1)?.text ?? ''];
    if (words.length > 0)
      stretches.push({
        from: start,
        to: i,
        bracketed: bracketed && seam,
        opened,
        closed: seam && tokens[i]?.text !== '(',
        backward: BACKWARD.test(first),
        forward:
          isBetweenBrackets(tokens, from, to) ||
          (words.length > 1 && FORWARD.test(last) && !(BACKWARD.test(first) && /^to$/i.test(last))),
      });
    bracketed = tokens[i]?.text === '(' && stretches.length === 0;
    opened ||= seam && tokens[i]?.text !== ')' && (tokens[i]?.text !== '(' || i + 1 < to);
    start = i + 1;
  }
  return stretches;
}

/** "Buy (0.2) over hold (0.1)": names stand before their brackets. */
function isBetweenBrackets(tokens: readonly Token[], from: number, to: number): boolean {
  return tokens[from]?.text === ')' && tokens[to - 1]?.text === '(';
}

function isSeam(tokens: readonly Token[], i: number): boolean {
  const { kind, text } = tokens[i] as Token;
  if (kind === 'mark') return isCut(text) || (text === ':' && tokens[i + 1]?.kind === 'word');
  return kind === 'word' && LINK.test(text) && !/^(?:buy|profit)$/i.test(tokens[i - 1]?.text ?? '');
}

/** Where the word at `token` belongs; `gap` counts the numbers before it, `numbers` all of the sentence. */
export function pullOf(stretches: readonly Stretch[], token: number, gap: number, numbers: number): Pull {
  const at = stretches.findIndex(({ from, to }) => token >= from && token < to);
  const stretch = stretches[at];
  if (!stretch) return { left: 0.5, right: 0.9 };
  const fromEnd = stretches.length - 1 - at;
  if (gap === 0) return { left: 0, right: [1, 0.85, 0.75][fromEnd] ?? 0.7 };
  if (stretch.bracketed) return BRACKETED;
  if (gap === numbers) return { left: [0.9, 0.6][at] ?? 0.45, right: 0 };
  if (at === 0 && !stretch.opened) return stretch.closed ? FIRST : alone(stretch, token);
  return fromEnd === 0 && !stretch.closed ? LAST : MIDDLE;
}

/** Words between two numbers with no seam. */
function alone({ from, to, backward, forward }: Stretch, token: number): Pull {
  if (forward) return FORWARD_ALONE;
  if (backward) return BACKWARD_ALONE;
  return token - from < (to - from) / 2 ? BETWEEN_NEAR : BETWEEN_FAR;
}
