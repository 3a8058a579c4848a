import type { ValueTransformer } from 'typeorm';

/** `2026-11-23T20:20:29.752000+00:00`: the existing backend's form. */
export function wireTime(time: Date): string {
  return time.toISOString().replace('Z', '000+00:00');
}

/** Times are text on the wire and in the rows' classes, timestamptz in the database. */
export const timestampAsText: ValueTransformer = {
  from: (stored: Date | null) => (stored === null ? null : wireTime(stored)),
  to: (text: string | null | undefined) => text,
};
