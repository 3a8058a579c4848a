/**
 * The same JSON with strings that the existing WebUI survives: a lone surrogate in a JSON column breaks every list that
 * holds the row, a NUL character is refused.
 */
export function wellFormed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, member: unknown) =>
    typeof member === 'string' ? member.toWellFormed().replaceAll('\0', '') : member,
  ) as T;
}
