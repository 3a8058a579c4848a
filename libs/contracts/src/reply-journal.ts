/** One reply as it was recorded. */
export interface JournalEntry {
  /** Calls of a run are numbered; attempts are CALLS_PER_ATTEMPT apart. */
  call: number;
  request_sha256: string;
  reply: string;
}

/** Attempts of a run are this many calls apart, far more than a review can have. */
export const CALLS_PER_ATTEMPT = 1_000;

/**
 * Where a model's replies are kept before anybody uses them. A reviewer that was killed in the middle goes on with the
 * replies that it had, and so with the same decision. Implemented by libs/ledger on PostgreSQL and by a fake in
 * libs/testkit. Errors: `ledger_unavailable` (retryable) when the store does not answer.
 */
export interface ReplyJournal {
  /** The recorded reply of a run's call, if the request was the same one. */
  get(runId: string, call: number, requestSha256: string): Promise<string | undefined>;
  /** Records a reply unless one is recorded already; returns the recorded one, whoever recorded it. */
  put(runId: string, call: number, requestSha256: string, reply: string): Promise<string>;
  /** What was recorded for an attempt of a run, by call. */
  entries(runId: string, attempt: number): Promise<JournalEntry[]>;
}
