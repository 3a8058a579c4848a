import { PipelineError } from '@trademaster/errors';

/** Returns the value as T, or throws `model_invalid` that names the field. */
export type Check<T> = (value: unknown, field: string) => T;

export function refuseField(field: string, what: string): never {
  throw new PipelineError('model_invalid', `${field} ${what}`, { field });
}

export const text: Check<string> = (value, field) =>
  typeof value === 'string' && value !== '' ? value : refuseField(field, 'must be a text');

export const flag: Check<boolean> = (value, field) =>
  typeof value === 'boolean' ? value : refuseField(field, 'must be true or false');

/** A finite number from `least` to `most`. */
export function number(least = -Infinity, most = Infinity): Check<number> {
  return (value, field) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return refuseField(field, 'must be a finite number');
    return value >= least && value <= most ? value : refuseField(field, `is ${value}, must be ${range(least, most)}`);
  };
}

function range(least: number, most: number): string {
  if (least === Number.MIN_VALUE) return most === Infinity ? 'above 0' : `above 0 and at most ${most}`;
  return most === Infinity ? `at least ${least}` : `${least} to ${most}`;
}

export function integer(least: number, most = Infinity): Check<number> {
  const inRange = number(least, most);
  return (value, field) =>
    Number.isInteger(inRange(value, field)) ? (value as number) : refuseField(field, 'must be an integer');
}

export function matching(pattern: RegExp): Check<string> {
  return (value, field) =>
    pattern.test(text(value, field)) ? (value as string) : refuseField(field, `must match ${pattern}`);
}

export function oneOf<const T extends string>(...allowed: readonly T[]): Check<T> {
  return (value, field) =>
    allowed.find((item) => item === value) ?? refuseField(field, `must be one of ${allowed.join(', ')}`);
}

export function orNull<T>(check: Check<T>): Check<T | null> {
  return (value, field) => (value === null ? null : check(value, field));
}

export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value, field) => (value === undefined ? undefined : check(value, field));
}

export function listOf<T>(check: Check<T>, least = 0, most = Infinity): Check<T[]> {
  return (value, field) => {
    if (!Array.isArray(value)) return refuseField(field, 'must be a list');
    if (value.length < least) refuseField(field, `must have at least ${least} items`);
    if (value.length > most) refuseField(field, `has ${value.length} items, must have at most ${most}`);
    return value.map((item, index) => check(item, `${field}.${index}`));
  };
}

export function mapOf<T>(check: Check<T>): Check<Record<string, T>> {
  return (value, field) =>
    Object.fromEntries(
      Object.entries(objectOf(value, field)).map(([key, item]) => [key, check(item, `${field}.${key}`)]),
    );
}

/** An object with these members; members that it does not name are left out. */
export function record<T extends object>(checks: { [K in keyof T]-?: Check<T[K]> }): Check<T> {
  return (value, field) => {
    const given = objectOf(value, field);
    const checked = Object.entries<Check<unknown>>(checks)
      .map(([key, check]) => [key, check(given[key], `${field}.${key}`)] as const)
      .filter(([, item]) => item !== undefined);
    return Object.fromEntries(checked) as T;
  };
}

function objectOf(value: unknown, field: string): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : refuseField(field, 'must be an object');
}
