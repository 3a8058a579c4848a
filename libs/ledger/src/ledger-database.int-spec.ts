import { randomUUID } from 'node:crypto';
import { eventually } from '@trademaster/testkit';
import { Client } from 'pg';
import { LedgerDatabase } from './ledger-database';

const DATABASE_URL = process.env.DATABASE_URL ?? '';
const NOBODY_LISTENS = 'postgres://nobody@127.0.0.1:1/nothing';

describe('opening the ledger', () => {
  const scratch = `ledger_${randomUUID().replaceAll('-', '')}`;
  const scratchUrl = new URL(DATABASE_URL);
  scratchUrl.pathname = `/${scratch}`;
  const admin = new Client({ connectionString: DATABASE_URL });

  beforeAll(async () => {
    await admin.connect();
    await admin.query(`CREATE DATABASE ${scratch}`);
  });
  afterAll(async () => {
    await admin.query(`DROP DATABASE ${scratch} WITH (FORCE)`);
    await admin.end();
  });

  it('given an empty database, when six services start at once, then each finds it migrated, once', async () => {
    const opened = await Promise.all(Array.from({ length: 6 }, () => LedgerDatabase.open(scratchUrl.href)));
    const [database] = opened as [LedgerDatabase];
    const done = await database.ask<{ name: string }[]>((source) => source.query('SELECT name FROM ledger.migration'));
    expect(done.map(({ name }) => name)).toEqual(
      database.dataSource.migrations.map((migration) => migration.constructor.name),
    );
    expect(done.length).toBeGreaterThan(0);
    await Promise.all(opened.map((each) => each.close()));
  });

  it('given the migrations ran, when the entities are compared with the tables, then nothing is left to change', async () => {
    const database = await LedgerDatabase.open(scratchUrl.href);
    const { upQueries } = await database.ask((source) => source.driver.createSchemaBuilder().log());
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await database.close();
  });

  it('given no PostgreSQL, when opened, then it is ledger_unavailable, retryable', async () => {
    const opening = LedgerDatabase.open(NOBODY_LISTENS, { bootTimeoutMs: 0 });
    await expect(opening).rejects.toMatchObject({ code: 'ledger_unavailable', retryable: true });
  });
});

describe('an open ledger', () => {
  let database: LedgerDatabase;
  const admin = new Client({ connectionString: DATABASE_URL });

  beforeAll(async () => {
    await admin.connect();
    database = await LedgerDatabase.open(DATABASE_URL, { poolSize: 2 });
  });
  afterAll(async () => {
    await database.close();
    await admin.end();
  });

  const pidOfSession = async (): Promise<number> => {
    const [{ pid }] = await database.ask<[{ pid: number }]>((source) => source.query('SELECT pg_backend_pid() AS pid'));
    return pid;
  };

  it('given PostgreSQL answers, when pinged, then nothing is thrown', async () => {
    await expect(database.ping()).resolves.toBeUndefined();
  });

  it('given its connections are cut, when asked, then it is ledger_unavailable, and recovers by itself', async () => {
    const cut = database.ask((source) => source.query('SELECT pg_terminate_backend(pg_backend_pid())'));
    await expect(cut).rejects.toMatchObject({ code: 'ledger_unavailable', retryable: true });
    await eventually('the ledger to answer again', () =>
      database.ping().then(
        () => true,
        () => false,
      ),
    );
  });

  it('given a statement that PostgreSQL refuses, when asked, then it is internal: a defect of ours', async () => {
    const asked = database.ask((source) => source.query('SELECT nonsense'));
    await expect(asked).rejects.toMatchObject({ code: 'internal', retryable: false });
  });

  it('given a lock is held, when another asks for it, then it waits until it is free', async () => {
    const key = randomUUID();
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = database.withLock(key, async () => {
      order.push('first begins');
      await gate.promise;
      order.push('first ends');
    });
    await eventually('the first to begin', () => order.length === 1);
    const second = database.withLock(key, () => Promise.resolve(order.push('second')));
    await eventually('the second to wait', () => isWaitedFor(admin));
    gate.resolve();
    await Promise.all([first, second]);
    expect(order).toEqual(['first begins', 'first ends', 'second']);
  });

  it('given a lock is held, when the time is over, then the other is told ledger_unavailable and did nothing', async () => {
    const key = randomUUID();
    const work = jest.fn();
    await database.withLock(key, async () => {
      const second = database.withLock(key, work, { timeoutMs: 50 });
      await expect(second).rejects.toMatchObject({ code: 'ledger_unavailable', retryable: true });
    });
    expect(work).not.toHaveBeenCalled();
  });

  it('given work under a lock throws, when the next one asks, then the lock is free and the error was passed on', async () => {
    const key = randomUUID();
    await expect(database.withLock(key, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(database.withLock(key, () => Promise.resolve(1))).resolves.toBe(1);
  });

  it('given more locks than connections in the pool, when work asks the ledger, then nobody waits for ever', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => database.withLock(randomUUID(), pidOfSession, { timeoutMs: 5_000 })),
    );
    expect(answers).toHaveLength(6);
  });

  it("given a lock's connection was cut, when the work ends, then it is ledger_unavailable: it may have overlapped", async () => {
    const key = randomUUID();
    const held = database.withLock(key, async () => {
      const { rows } = await admin.query<{ pid: number }>(
        `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted
         AND ((classid::bigint << 32) | objid::bigint) = hashtextextended($1, 0)`,
        [key],
      );
      await admin.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await database.withLock(key, () => Promise.resolve());
    });
    await expect(held).rejects.toMatchObject({ code: 'ledger_unavailable' });
  });
});

async function isWaitedFor(admin: Client): Promise<boolean> {
  const { rowCount } = await admin.query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`);
  return (rowCount ?? 0) > 0;
}
