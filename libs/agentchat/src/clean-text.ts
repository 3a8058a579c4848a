/** Stands at the end of a text that was longer, or that the model could not finish: an answer with it is no JSON. */
export const CUT = ' … [cut]';

/**
 * Text from a model made fit for JSON, PostgreSQL and a screen: lone surrogates become U+FFFD, control characters
 * other than tab and line feed are removed, and what is longer than `limit` UTF-16 units is cut with a mark.
 */
export function cleanText(text: string, limit = 20_000): string {
  const clean = text
    .replaceAll('\r\n', '\n')
    .replace(/\p{Cc}/gu, (character) => (character === '\n' || character === '\t' ? character : ''))
    .toWellFormed();
  return clean.length <= limit ? clean : `${clean.slice(0, limit).toWellFormed()}${CUT}`;
}
