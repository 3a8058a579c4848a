import { eventually } from '@trademaster/testkit';
import { Client } from 'pg';
import { EventStore, STORE_LOCK } from '../src/page/events/event-store';
import { WebuiDatabase } from '../src/storage/webui-database';
import { RunStory } from './run-story';
import { WebuiUnderTest } from './webui-under-test';

describe('the order of stored events', () => {
  let webui: WebuiUnderTest;
  let database: WebuiDatabase;
  let other: Client;
  beforeAll(async () => {
    webui = await WebuiUnderTest.start(process.env);
    await eventually('the WebUI is ready', async () => (await webui.ask('GET', '/health/ready')).status === 200);
    await webui.close();
    database = await WebuiDatabase.open(webui.databaseUrl);
    other = new Client({ connectionString: webui.databaseUrl });
    await other.connect();
  }, 60_000);
  afterAll(async () => {
    await other.end();
    await database.close();
    await webui.stop();
  });

  const newestSeqGiven = async () => {
    const [row] = await webui.query<{ seq: string | null }>(
      `SELECT pg_sequence_last_value(pg_get_serial_sequence('webui.event', 'seq')) AS seq`,
    );
    return row?.seq;
  };
  const somebodyWaits = async () =>
    (await webui.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)).length > 0;

  it.each(['run.requested', 'symbol.resolved'] as const)(
    'given somebody else stores, when a %s comes, then it gets its seq and its place only afterwards',
    async (type) => {
      const store = new EventStore(database);
      const followed = { event: new RunStory().event(type), recordedAt: '2026-11-26T10:00:00Z' };
      const position = { topic: type, partition: 1, offset: '8' };
      const before = await newestSeqGiven();
      await other.query('BEGIN');
      await other.query('SELECT pg_advisory_xact_lock($1)', [STORE_LOCK]);
      const keeping = store.keep([followed], position);
      await eventually('it waits for the other one', somebodyWaits);
      expect(await newestSeqGiven()).toBe(before);
      expect(await store.positionsOf([position])).toEqual([]);
      await other.query('COMMIT');
      await keeping;
      const seq = Number(await newestSeqGiven());
      expect(await store.after(seq - 1, 10)).toMatchObject([{ seq, type, event_id: followed.event.id }]);
      expect(await store.positionsOf([position])).toEqual([position]);
    },
  );
});
