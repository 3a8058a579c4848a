const WIDTH = 100;
const LABEL = 14;

/** A labelled line, wrapped under its label. */
export function line(label: string, text: string): string {
  const width = WIDTH - LABEL - 2;
  const [first = '', ...rest] = wrap(text, width);
  const indent = ' '.repeat(LABEL + 2);
  return [`  ${label.padEnd(LABEL)}${first}`, ...rest.map((more) => indent + more)].join('\n');
}

/** Two texts at the ends of one line. */
export function headline(left: string, right: string): string {
  return left + ' '.repeat(Math.max(2, WIDTH - left.length - right.length)) + right;
}

export const RULE = '─'.repeat(WIDTH);

/** Words into lines of at most `width` characters; a longer word stays whole. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
