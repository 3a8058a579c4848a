import { title } from '../format/words';

/** The part of JSON Schema that the pipeline's contracts are written in. What else there is becomes a JSON field. */
export interface JsonSchema {
  type?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  anyOf?: JsonSchema[];
  enum?: unknown[];
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  description?: string;
}

interface FieldBase {
  /** `['config', 'training', 'epochs']`: where the value goes, and where the server's complaint about it points. */
  path: string[];
  label: string;
  required: boolean;
  /** What the value may be, in words. */
  hint: string;
}

export type Field = FieldBase &
  (
    | { kind: 'text'; pattern?: string }
    | { kind: 'number'; whole: boolean; minimum?: number; maximum?: number }
    | { kind: 'choice'; options: string[] }
    | { kind: 'yes-no' }
    | { kind: 'numbers'; whole: boolean }
    | { kind: 'json' }
  );

export interface FieldGroup {
  /** Empty for the fields that belong to no group. */
  label: string;
  fields: Field[];
}

/** Fields of a schema: its own first, then one group for each object in it. `replaced` gives the schemas of open objects. */
export function fieldGroups(schema: JsonSchema, replaced: Record<string, JsonSchema> = {}): FieldGroup[] {
  return groupsOf(schema, [], '', schema.$defs ?? {}, replaced);
}

function groupsOf(
  schema: JsonSchema,
  above: string[],
  label: string,
  defs: Record<string, JsonSchema>,
  replaced: Record<string, JsonSchema>,
): FieldGroup[] {
  const own: Field[] = [];
  const below: FieldGroup[] = [];
  for (const [name, written] of Object.entries(schema.properties ?? {})) {
    const path = [...above, name];
    const substitute = replaced[path.join('.')];
    const property = substitute ?? resolved(written, defs);
    if (property.properties === undefined) {
      own.push(fieldOf(name, path, property, schema.required?.includes(name) ?? false));
    } else {
      below.push(...groupsOf(property, path, title(name), { ...defs, ...substitute?.$defs }, replaced));
    }
  }
  return [...(own.length === 0 ? [] : [{ label, fields: own }]), ...below];
}

/** Without the `null` that stands for "not given", and with references followed. */
function resolved(schema: JsonSchema, defs: Record<string, JsonSchema>): JsonSchema {
  const choices = schema.anyOf?.filter(({ type }) => type !== 'null');
  const only = choices?.length === 1 ? { ...schema, anyOf: undefined, ...choices[0] } : schema;
  const target = only.$ref === undefined ? undefined : defs[only.$ref.replace('#/$defs/', '')];
  return target === undefined ? only : { ...only, $ref: undefined, ...target };
}

function fieldOf(name: string, path: string[], schema: JsonSchema, required: boolean): Field {
  const base = { path, label: title(name), required, hint: schema.description ?? hintOf(schema) };
  const { type, minimum, maximum, pattern } = schema;
  if (schema.enum?.every((option) => typeof option === 'string')) {
    return { ...base, kind: 'choice', options: schema.enum };
  }
  if (type === 'string') return { ...base, kind: 'text', pattern };
  if (type === 'integer' || type === 'number') {
    return { ...base, kind: 'number', whole: type === 'integer', minimum, maximum };
  }
  if (type === 'boolean') return { ...base, kind: 'yes-no' };
  if (type === 'array' && (schema.items?.type === 'integer' || schema.items?.type === 'number')) {
    return { ...base, kind: 'numbers', whole: schema.items.type === 'integer', hint: 'numbers, with commas between' };
  }
  return { ...base, kind: 'json', hint: 'JSON' };
}

function hintOf({ type, minimum, maximum, pattern }: JsonSchema): string {
  if (type !== 'integer' && type !== 'number')
    return pattern?.startsWith('^\\d{4}-\\d{2}-\\d{2}') ? 'YYYY-MM-DD, or an RFC 3339 instant' : '';
  const kind = type === 'integer' ? 'whole number' : 'number';
  if (minimum === undefined && maximum === undefined) return kind;
  if (maximum === undefined) return `${kind}, at least ${minimum}`;
  return minimum === undefined ? `${kind}, at most ${maximum}` : `${kind}, ${minimum} to ${maximum}`;
}
