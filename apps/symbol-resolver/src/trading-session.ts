import type { WorkflowLink } from './workflow-symbol.dto';

const WEEKEND = new Set(['Sat', 'Sun']);

/**
 * Whether a scheduled request at this instant is inside the link's session, in the link's time zone: not on a weekend
 * unless `allow_weekend`, and from `session_start` to `session_end`, both minutes included, where they are set.
 */
export function isInSession(link: WorkflowLink, at: Date): boolean {
  const { weekday, clock } = localTime(at, link.timezone || 'UTC');
  if (!link.allow_weekend && WEEKEND.has(weekday)) return false;
  if (!link.session_start || !link.session_end) return true;
  return link.session_start <= clock && clock <= link.session_end;
}

/** `clock` is `HH:MM`. Throws RangeError for a time zone that nobody knows. */
function localTime(at: Date, timeZone: string): { weekday: string; clock: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return { weekday: part('weekday'), clock: `${part('hour')}:${part('minute')}` };
}
