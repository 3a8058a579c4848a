import type { WaitingRetry } from '@trademaster/messaging';

/** `waiting    for reviewer: retry 3 of 13 at 12:34:56, because review_unavailable: …`, by this machine's clock. */
export function waitingText({ stage, retry, of, dueAt, because }: WaitingRetry): string {
  const count = of === undefined ? `${retry}` : `${retry} of ${of}`;
  return `waiting    for ${stage}: retry ${count} at ${new Date(dueAt).toTimeString().slice(0, 8)}, because ${because}`;
}
