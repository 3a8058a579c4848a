import { randomUUID } from 'node:crypto';
import { exampleEvent, stageLedgerContract } from '@trademaster/testkit';
import { LedgerDatabase } from './ledger-database';
import { PgStageLedger } from './pg-stage-ledger';

const DATABASE_URL = process.env.DATABASE_URL ?? '';

stageLedgerContract('PostgreSQL', async () => {
  const databases = [await LedgerDatabase.open(DATABASE_URL), await LedgerDatabase.open(DATABASE_URL)] as const;
  return {
    ledgers: [new PgStageLedger(databases[0]), new PgStageLedger(databases[1])],
    close: async () => {
      await Promise.all(databases.map((database) => database.close()));
    },
  };
});

describe('the stage ledger on PostgreSQL', () => {
  let database: LedgerDatabase;
  let ledger: PgStageLedger;

  beforeAll(async () => {
    database = await LedgerDatabase.open(DATABASE_URL);
    ledger = new PgStageLedger(database);
  });
  afterAll(() => database.close());

  it('given twenty workers with twenty results, when all complete one work, then all learn the same one', async () => {
    const key = { stage: 'trainer', inputEventId: randomUUID(), attempt: 0 } as const;
    const stored = await Promise.all(
      Array.from({ length: 20 }, (_, worker) =>
        ledger.complete(key, {
          kind: 'succeeded',
          outputs: [{ ...exampleEvent('model.trained'), id: `by worker ${worker}` }],
        }),
      ),
    );
    expect(new Set(stored.map(({ outputs }) => outputs[0]?.id)).size).toBe(1);
  });

  it('given twenty workers, when all claim one work whose lease ran out, then one gets it', async () => {
    const key = { stage: 'trainer', inputEventId: randomUUID(), attempt: 0 } as const;
    await ledger.claim(key, 0);
    const claims = await Promise.all(Array.from({ length: 20 }, () => ledger.claim(key, 60_000)));
    expect(claims.filter(({ state }) => state === 'granted')).toHaveLength(1);
  });

  it('given stored events, when published again, then their text is the same, key order and numbers included', async () => {
    const key = { stage: 'trainer', inputEventId: randomUUID(), attempt: 0 } as const;
    const data = { z: 1e21, a: 0.1 + 0.2, text: 'nul \u0000 and a half \ud800', nothing: null };
    const event = { ...exampleEvent('model.trained'), data };
    await ledger.complete(key, { kind: 'succeeded', outputs: [event] });
    const claim = await ledger.claim(key, 1);
    expect(claim.state === 'done' && JSON.stringify(claim.outcome.outputs[0])).toBe(JSON.stringify(event));
  });
});
