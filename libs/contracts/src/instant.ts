import { Matches } from 'class-validator';

/** RFC 3339 with seconds and zone. Day 31 of a short month passes: patterns count no days, and nor do schemas. */
export const INSTANT_PATTERN =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** A moment, `2026-11-23T06:00:00.000Z`: stricter than ISO 8601, which also has weeks, ordinals and local times. */
export function IsInstant(): PropertyDecorator {
  return Matches(INSTANT_PATTERN, { message: '$property must be an RFC 3339 instant like 2026-11-23T06:00:00Z' });
}
