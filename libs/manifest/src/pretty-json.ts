/** JSON for people, as the habitual artifacts of a run have it: indented, with a line end. */
export function prettyJson(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`, 'utf8');
}
