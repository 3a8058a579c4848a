type Scalar = string | number | boolean;
type Nested = { [key: string]: Scalar | readonly Scalar[] | Nested | null | undefined };

/**
 * A nested object as MLflow params: `{data: {seed: 7}}` is `data.seed = "7"`, a list is joined by commas, what is
 * absent is left out.
 */
export function flatten(value: Nested, prefix = ''): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [key, member] of Object.entries(value)) {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (member === undefined || member === null) continue;
    if (isList(member)) flat[name] = member.join(',');
    else if (typeof member === 'object') Object.assign(flat, flatten(member, name));
    else flat[name] = String(member);
  }
  return flat;
}

function isList(member: unknown): member is readonly Scalar[] {
  return Array.isArray(member);
}
