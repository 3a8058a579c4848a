/** A piece of a sentence; with `href` it is a link, whose `about` says where it leads. */
export type Part = string | { text: string; href: string; about: string };

export interface CardRow {
  label: string;
  parts: Part[];
}

/** Words with a digit in them, with their sign and unit, without the punctuation behind them. */
const NUMBER = /[^\s()]*\d[^\s()]*?(?=[.,;:]*(?:[\s()]|$))(?:[ \u00a0]%)?/g;

/** A text whose every number is a link to the same source. */
export function linkNumbers(text: string, href: string, about: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(NUMBER)) {
    if (match.index > from) parts.push(text.slice(from, match.index));
    parts.push({ text: match[0], href, about });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}
