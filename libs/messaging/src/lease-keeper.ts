import type { Lease, StageLedger } from '@trademaster/contracts';
import type { Log } from './log';

export interface KeptLease {
  /** Aborts when the lease is somebody else's, or has run out because the ledger did not answer. */
  lost: AbortSignal;
  stop(): void;
}

/** Renews a lease three times per life, until stopped or lost. */
export function keepLease(ledger: StageLedger, lease: Lease, leaseMs: number, log: Log): KeptLease {
  const lost = new AbortController();
  let renewedAt = Date.now();
  let renewing = false;
  const renew = async (): Promise<void> => {
    if (renewing) return;
    renewing = true;
    const askedAt = Date.now();
    try {
      if (await ledger.renew(lease, leaseMs)) renewedAt = askedAt;
      else lost.abort(new Error('the lease was given to somebody else'));
    } catch (error) {
      log.warn({ err: error }, 'the lease could not be renewed');
    } finally {
      renewing = false;
    }
  };
  const timer = setInterval(() => {
    if (lost.signal.aborted) clearInterval(timer);
    else if (Date.now() - renewedAt > leaseMs) lost.abort(new Error('the lease ran out'));
    else void renew();
  }, leaseMs / 3);
  return { lost: lost.signal, stop: () => clearInterval(timer) };
}
