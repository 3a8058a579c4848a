import { AuditTrail } from './audit-trail';
import { LedgerDatabase } from './ledger-database';

describe('the audit trail', () => {
  let database: LedgerDatabase;
  beforeAll(async () => {
    database = await LedgerDatabase.open(process.env.DATABASE_URL ?? '');
  });
  afterAll(() => database.close());

  it('given something was begun and ended, when listed, then it says who, why, what, when, and what came of it once', async () => {
    const trail = new AuditTrail(database);
    const entry = { by: 'olga', action: 'replay', why: 'drill', committed: true, what: { run: 'r' } };
    const id = await trail.begin(entry);
    expect((await trail.list(1))[0]).toMatchObject({ auditId: id, ...entry, outcome: null });
    await trail.end(id, { count: 3 });
    await trail.end(id, { count: 4 });
    expect((await trail.list(1))[0]).toMatchObject({ outcome: { count: 3 }, recordedAt: expect.any(Date) });
  });
});
