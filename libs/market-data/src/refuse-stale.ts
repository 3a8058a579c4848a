import { type Calendar, sessionsBetween } from '@trademaster/engine';
import { PipelineError } from '@trademaster/errors';

export interface Freshness {
  /** Session date of the last closed bar, YYYY-MM-DD. */
  lastDate: string;
  asOf: Date;
  calendar: Calendar;
  /** The request itself chose `asOf`: old bars are what it asked for. */
  historical: boolean;
}

const MOST_SESSIONS_MISSING = 3;
const DAY_MS = 86_400_000;

/** Throws `data_stale` when more than three sessions have closed since the last bar's, unless that was asked for. */
export function refuseStale({ lastDate, asOf, calendar, historical }: Freshness): void {
  if (historical) return;
  const lastClosedDay = new Date(asOf.getTime() - DAY_MS).toISOString().slice(0, 10);
  const missing = sessionsBetween(lastDate, lastClosedDay, calendar);
  if (missing <= MOST_SESSIONS_MISSING) return;
  throw new PipelineError(
    'data_stale',
    `the last bar is of ${lastDate}: ${missing} sessions have closed since, at most ${MOST_SESSIONS_MISSING} may be ` +
      `missing (as of ${asOf.toISOString()}; set as_of to ask for a decision of that time)`,
  );
}
