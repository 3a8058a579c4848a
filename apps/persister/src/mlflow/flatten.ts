/**
 * A nested object as MLflow params: `{data: {seed: 7}}` is `data.seed = "7"`, a list is joined by commas, what is
 * absent is left out.
 */
export function flatten(value: object, prefix = ''): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [key, member] of Object.entries(value as Record<string, unknown>)) {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (member === undefined || member === null) continue;
    if (typeof member === 'object' && !Array.isArray(member)) Object.assign(flat, flatten(member, name));
    else flat[name] = Array.isArray(member) ? member.join(',') : String(member);
  }
  return flat;
}
