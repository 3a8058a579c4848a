import { randomUUID } from 'node:crypto';
import type { Claim, StageLedger, StageOutcome, WorkKey } from '@trademaster/contracts';
import { eventually } from './eventually';
import { exampleEvent } from './event-examples';

export interface LedgerUnderTest {
  /** Two handles on one store, as two services have them; the same object twice if there is only one. */
  ledgers: [StageLedger, StageLedger];
  close?: () => Promise<void>;
}

const LONG = 60_000;
const SHORT = 100;

/** The suite that every StageLedger passes. `create` may keep what earlier tests stored: each test has keys of its own. */
export function stageLedgerContract(describeName: string, create: () => Promise<LedgerUnderTest>): void {
  describe(`${describeName} as a stage ledger`, () => {
    let first: StageLedger;
    let second: StageLedger;
    let close: LedgerUnderTest['close'];

    beforeAll(async () => {
      ({
        ledgers: [first, second],
        close,
      } = await create());
    });
    afterAll(async () => close?.());

    it('given new work, when two claim it, then one is granted and the other waits', async () => {
      const key = newKey();
      const claims = await Promise.all([first.claim(key, LONG), second.claim(key, LONG)]);
      expect(claims.map(({ state }) => state).sort()).toEqual(['busy', 'granted']);
    });

    it('given work that is done, when it is claimed, then the claim brings the stored events, unchanged', async () => {
      const key = newKey();
      await first.complete(key, outcome('one'));
      expect(await second.claim(key, LONG)).toEqual({ state: 'done', outcome: outcome('one') });
    });

    it('given two results for one work, when both are completed, then both learn the first one', async () => {
      const key = newKey();
      const stored = await Promise.all([first.complete(key, outcome('one')), second.complete(key, outcome('two'))]);
      expect(stored[0]).toEqual(stored[1]);
      expect(await first.complete(key, outcome('three'))).toEqual(stored[0]);
    });

    it('given a failure was stored, when a success comes later, then the failure stays', async () => {
      const key = newKey();
      const failed: StageOutcome = { kind: 'failed', outputs: [exampleEvent('run.failed')] };
      await first.complete(key, failed);
      expect(await second.complete(key, outcome('late'))).toEqual(failed);
    });

    it('given an outcome without events, when it is claimed again, then it is done', async () => {
      const key = newKey();
      await first.complete(key, { kind: 'succeeded', outputs: [] });
      expect(await second.claim(key, LONG)).toEqual({ state: 'done', outcome: { kind: 'succeeded', outputs: [] } });
    });

    it('given the same event, when stage or attempt differ, then it is other work', async () => {
      const key = newKey();
      await first.complete(key, outcome('one'));
      expect((await first.claim({ ...key, attempt: 1 }, LONG)).state).toBe('granted');
      expect((await first.claim({ ...key, stage: 'reviewer' }, LONG)).state).toBe('granted');
    });

    it('given a lease that ran out, when the work is claimed, then it is granted and the old lease is worth nothing', async () => {
      const key = newKey();
      const old = granted(await first.claim(key, SHORT));
      const renewed = await eventually('the lease to run out', async () => {
        const claim = await second.claim(key, LONG);
        return claim.state === 'granted' && claim.lease;
      });
      expect(await first.renew(old, LONG)).toBe(false);
      await first.release(old);
      expect(await first.claim(key, LONG)).toEqual({ state: 'busy' });
      expect(await second.renew(renewed, LONG)).toBe(true);
    });

    it('given a lease that nobody else took, when it has run out, then it cannot be renewed', async () => {
      const key = newKey();
      const lease = granted(await first.claim(key, 1));
      await eventually('the lease to run out', async () => !(await first.renew(lease, 1)));
      expect((await second.claim(key, LONG)).state).toBe('granted');
    });

    it('given a lease is renewed, when somebody claims after its first life, then it is busy', async () => {
      const key = newKey();
      const before = Date.now();
      const lease = granted(await first.claim(key, 1000));
      expect(await first.renew(lease, LONG)).toBe(true);
      await eventually('the first life to be over', () => Date.now() > before + 1100);
      expect(await second.claim(key, LONG)).toEqual({ state: 'busy' });
    });

    it('given a lease is released, when the work is claimed, then it is granted at once', async () => {
      const key = newKey();
      await first.release(granted(await first.claim(key, LONG)));
      expect((await second.claim(key, LONG)).state).toBe('granted');
    });

    it('given work was completed, when its lease is renewed, then it is over', async () => {
      const key = newKey();
      const lease = granted(await first.claim(key, LONG));
      await first.complete(key, outcome('one'));
      expect(await first.renew(lease, LONG)).toBe(false);
    });
  });
}

function newKey(): WorkKey {
  return { stage: 'trainer', inputEventId: randomUUID(), attempt: 0 };
}

function outcome(id: string): StageOutcome {
  return { kind: 'succeeded', outputs: [{ ...exampleEvent('model.trained'), id }] };
}

function granted(claim: Claim) {
  if (claim.state !== 'granted') throw new Error(`expected a granted claim, got ${claim.state}`);
  return claim.lease;
}
