/**
 * JSON as data between two tags. Text from outside (names of instruments, exchanges) stands only in there, where it
 * cannot end it: `<` is written as an escape.
 */
export function quotedData(tag: 'facts' | 'data', value: unknown): string {
  return `<${tag}>\n${JSON.stringify(value, null, 1).replaceAll('<', '\\u003c')}\n</${tag}>`;
}
