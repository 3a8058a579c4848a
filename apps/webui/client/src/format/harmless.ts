/* eslint-disable no-control-regex -- control characters are what is looked for */
/** What a terminal would obey: CSI (colours, cursor), OSC (titles, links) up to its end, and two-character escapes. */
const TERMINAL = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[@-Z\\-_]/g;
/** C0 except tab and line feed, DEL, C1. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/* eslint-enable no-control-regex */
/** Characters that turn or hide other text: bidi marks, overrides and isolates, zero widths, tags. */
const HIDING = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/**
 * Text of a model, a file or a stranger, so that it can neither act nor deceive where it is shown: terminal sequences
 * are taken out, line ends are one kind, and every character that controls or hides is shown by its name, `⟨U+202E⟩`.
 * Markup needs nothing: the page only ever shows text as text.
 */
export function harmless(text: string): string {
  return text
    .toWellFormed()
    .replace(TERMINAL, '')
    .replaceAll('\r\n', '\n')
    .replace(CONTROL, named)
    .replace(HIDING, named);
}

function named(character: string): string {
  return `⟨U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
