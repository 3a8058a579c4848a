import type { Claim, Lease, StageLedger, StageOutcome, WorkKey } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';

/** A StageLedger in memory, for tests of what stands on it. Passes the same suite as PostgreSQL's. */
export class InMemoryStageLedger implements StageLedger {
  private readonly outcomes = new Map<string, StageOutcome>();
  private readonly claims = new Map<string, { token: string; until: number }>();
  private tokens = 0;

  /** While true every call fails as if PostgreSQL were away. */
  away = false;

  /** `now` in milliseconds. */
  constructor(private readonly now: () => number = Date.now) {}

  claim(key: WorkKey, leaseMs: number): Promise<Claim> {
    return this.answer(() => {
      const name = nameOf(key);
      const outcome = this.outcomes.get(name);
      if (outcome !== undefined) return { state: 'done', outcome: structuredClone(outcome) };
      if ((this.claims.get(name)?.until ?? -Infinity) > this.now()) return { state: 'busy' };
      this.tokens += 1;
      const token = `token-${this.tokens}`;
      this.claims.set(name, { token, until: this.now() + leaseMs });
      return { state: 'granted', lease: { key, token } };
    });
  }

  renew(lease: Lease, leaseMs: number): Promise<boolean> {
    return this.answer(() => {
      const claim = this.claims.get(nameOf(lease.key));
      if (claim?.token !== lease.token || claim.until <= this.now()) return false;
      claim.until = this.now() + leaseMs;
      return true;
    });
  }

  complete(key: WorkKey, outcome: StageOutcome): Promise<StageOutcome> {
    return this.answer(() => {
      const name = nameOf(key);
      this.claims.delete(name);
      const stored = this.outcomes.get(name) ?? structuredClone(outcome);
      this.outcomes.set(name, stored);
      return structuredClone(stored);
    });
  }

  release(lease: Lease): Promise<void> {
    return this.answer(() => {
      if (this.claims.get(nameOf(lease.key))?.token === lease.token) this.claims.delete(nameOf(lease.key));
    });
  }

  /** What is remembered for a key, for a test to look at. */
  outcomeOf(key: WorkKey): StageOutcome | undefined {
    return this.outcomes.get(nameOf(key));
  }

  private async answer<T>(work: () => T): Promise<T> {
    await Promise.resolve();
    if (this.away) throw new PipelineError('ledger_unavailable', 'the ledger is away');
    return work();
  }
}

function nameOf({ stage, inputEventId, attempt }: WorkKey): string {
  return JSON.stringify([stage, inputEventId, attempt]);
}
