import type { Quote } from './fact';
import type { NumberToken } from '../reading/token';

/** A number that stands in a text among the facts, with the same words beside it: that text's path. */
export function quotedAt(
  text: string,
  { text: figure, start, end }: NumberToken,
  quotes: readonly Quote[],
): string | undefined {
  const plain = (part: string): string =>
    part
      .toLowerCase()
      .replace(/−/g, '-')
      .replace(/[^\p{L}\p{N}.+%-]+/gu, ' ')
      .replace(/\.(?!\d)/g, ' ')
      .replace(/ +/g, ' ')
      .trim();
  const before = plain(text.slice(Math.max(0, start - 40), start))
    .split(' ')
    .slice(-2)
    .join(' ');
  const after = plain(text.slice(end, end + 40))
    .split(' ')
    .slice(0, 2)
    .join(' ');
  const number = plain(figure);
  return quotes.find(({ sentence }) => {
    const said = ` ${plain(sentence)} `;
    return said.includes(` ${before} ${number} `) || said.includes(` ${number} ${after} `);
  })?.path;
}
