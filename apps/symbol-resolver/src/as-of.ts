import { PipelineError } from '@trademaster/errors';

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The instant that an `as_of` means: a date is the end of that UTC day (docs/decisions/0003), a time is itself.
 * Throws `request_invalid` for a day that does not exist.
 */
export function instantOf(asOf: string, field: string): Date {
  const dateOnly = DATE_ONLY.test(asOf);
  const instant = new Date(dateOnly ? `${asOf}T00:00:00Z` : asOf);
  const exists = !Number.isNaN(instant.getTime()) && (!dateOnly || instant.toISOString().startsWith(asOf));
  if (!exists)
    throw new PipelineError('request_invalid', `${field} is not a date that exists (got "${asOf}")`, { field });
  return dateOnly ? new Date(instant.getTime() + 86_400_000) : instant;
}

interface AsOfQuestion {
  /** `as_of` of the request or its configuration, if any. */
  stated: string | undefined;
  /** Time of the request. */
  requestedAt: Date;
  /** Time of the machine: bars that are not yet over cannot have closed. */
  now: Date;
}

/** What the run's bars must be closed by. Without a statement the time of the request. */
export function resolveAsOf({ stated, requestedAt, now }: AsOfQuestion): { asOf: Date; historical: boolean } {
  if (stated === undefined) return { asOf: requestedAt, historical: false };
  const asOf = instantOf(stated, 'config.as_of');
  if (asOf > now) {
    throw new PipelineError(
      'request_invalid',
      `as_of ${asOf.toISOString()} is later than now (${now.toISOString()}); leave it out for the last closed bar`,
      { field: 'config.as_of' },
    );
  }
  return { asOf, historical: true };
}
