import type { Complaint } from '../api/http';
import type { Field } from './schema-fields';

/** What stands in the form's fields, by the fields' paths joined with dots. */
export type Entries = Record<string, string>;

export const nameOf = (path: readonly (string | number)[]) => path.join('.');

export type Read = { body: Record<string, unknown> } | { complaints: Record<string, string> };

/**
 * The request that the entries say; a field that was left empty is not in it, so that its default applies. Only what
 * cannot be written as JSON is refused here: what a value may be is the server's to say.
 */
export function readEntries(fields: readonly Field[], entries: Entries): Read {
  const body: Record<string, unknown> = {};
  const complaints: Record<string, string> = {};
  for (const field of fields) {
    const name = nameOf(field.path);
    const entry = (entries[name] ?? '').trim();
    if (entry === '') continue;
    const value = valueOf(field, entry);
    if (value === undefined) complaints[name] = `must be: ${expected(field)}`;
    else put(body, field.path, value);
  }
  return Object.keys(complaints).length > 0 ? { complaints } : { body };
}

function valueOf(field: Field, entry: string): unknown {
  switch (field.kind) {
    case 'number':
      return numberIn(entry);
    case 'numbers': {
      const numbers = entry
        .split(/[,\s]+/)
        .filter((part) => part !== '')
        .map(numberIn);
      return numbers.includes(undefined) ? undefined : numbers;
    }
    case 'yes-no':
      return entry === 'yes';
    case 'json':
      return jsonIn(entry);
    default:
      return entry;
  }
}

function numberIn(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function expected(field: Field): string {
  return field.hint === '' ? field.kind : field.hint;
}

function put(body: Record<string, unknown>, [name = '', ...below]: string[], value: unknown): void {
  if (below.length === 0) body[name] = value;
  else put((body[name] ??= {}) as Record<string, unknown>, below, value);
}

/**
 * The server's complaints by field: each goes to the field it names, or to the nearest one above it (`seeds` for
 * `seeds[0]`); what names no field of the form is `rest`.
 */
export function complaintsByField(complaints: readonly Complaint[], fields: readonly Field[]) {
  const known = new Set(fields.map(({ path }) => nameOf(path)));
  const byField: Record<string, string> = {};
  const rest: string[] = [];
  for (const { loc, msg } of complaints) {
    const path = loc.slice(loc[0] === 'body' ? 1 : 0);
    const lengths = path.map((_, index) => path.length - index);
    const name = lengths.map((length) => nameOf(path.slice(0, length))).find((part) => known.has(part));
    if (name === undefined) rest.push(path.length === 0 ? msg : `${nameOf(path)}: ${msg}`);
    else byField[name] = byField[name] === undefined ? msg : `${byField[name]}; ${msg}`;
  }
  return { byField, rest };
}

/** What a field has when it is left empty, for its placeholder. */
export function defaultAt(defaults: Record<string, unknown>, path: readonly string[]): string {
  const value = path.reduce<unknown>(
    (at, name) => (at as Record<string, unknown> | null | undefined)?.[name],
    defaults,
  );
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
}
