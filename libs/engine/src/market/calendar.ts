/** `24x7`: a session every day. `weekdays`: Monday to Friday; exchange holidays are simply absent bars. */
export type Calendar = '24x7' | 'weekdays';

const DAY_MS = 86_400_000;
const SATURDAY = 6;
const SUNDAY = 0;

/** Sessions that a year of the calendar has: 365, or 252 as is customary for exchanges. */
export function barsPerYear(calendar: Calendar): number {
  return calendar === '24x7' ? 365 : 252;
}

/** When the bar of session `date` (YYYY-MM-DD) is final: the next UTC midnight, RFC 3339. */
export function closedAt(date: string): string {
  return new Date(startOf(date) + DAY_MS).toISOString();
}

/** The session after `date`, YYYY-MM-DD. */
export function nextSession(date: string, calendar: Calendar): string {
  let day = startOf(date) + DAY_MS;
  while (!isSession(day, calendar)) day += DAY_MS;
  return new Date(day).toISOString().slice(0, 10);
}

/** How many sessions lie after `from`, up to and including `to`; 0 when `to` is not later. */
export function sessionsBetween(from: string, to: string, calendar: Calendar): number {
  let sessions = 0;
  for (let day = startOf(from) + DAY_MS; day <= startOf(to); day += DAY_MS) if (isSession(day, calendar)) sessions++;
  return sessions;
}

/** Whether the text is a day that exists, written YYYY-MM-DD. */
export function isSessionDate(date: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return false;
  const day = startOf(date);
  return !Number.isNaN(day) && new Date(day).toISOString().startsWith(date);
}

function isSession(day: number, calendar: Calendar): boolean {
  const weekday = new Date(day).getUTCDay();
  return calendar === '24x7' || (weekday !== SATURDAY && weekday !== SUNDAY);
}

function startOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}
