import { escapeHtml } from './escape-html';

/** Cells are text: they are escaped here. The first row is the head. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: 'td' | 'th') =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>\n${row(head, 'th')}\n${rows.map((cells) => row(cells, 'td')).join('\n')}\n</table>`;
}

export function section(title: string, ...parts: readonly string[]): string {
  return [`<h2>${escapeHtml(title)}</h2>`, ...parts].join('\n');
}

/** A name of the wire for people. */
export function words(name: string): string {
  return name.replaceAll('_', ' ');
}
