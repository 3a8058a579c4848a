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
}
