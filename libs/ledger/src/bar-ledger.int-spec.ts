import { randomUUID } from 'node:crypto';
import { BarLedger, type GivenBar } from './bar-ledger';
import { LedgerDatabase } from './ledger-database';

const bar = (day: number, close: number): GivenBar => ({
  date: `2024-01-0${day}`,
  open: 100.1,
  high: 103,
  low: 99,
  close,
  volume: 5,
});
const BARS = [bar(1, 101), bar(2, 101), bar(3, 101)];

describe('the ledger of bars', () => {
  let database: LedgerDatabase;
  let ledger: BarLedger;
  let ticker: string;
  beforeAll(async () => {
    database = await LedgerDatabase.open(process.env.DATABASE_URL ?? '');
    ledger = new BarLedger(database);
  });
  beforeEach(() => (ticker = randomUUID()));
  afterAll(() => database.close());

  const given = (runId: string, bars: readonly GivenBar[], over: object = {}) =>
    ledger.record({ source: 'yahoo', ticker, ...over }, runId, bars);
  const rows = async () =>
    Number(
      (await database.dataSource.query('SELECT count(*) FROM ledger.stored_bar WHERE ticker = $1', [ticker]))[0].count,
    );

  it('given the same history a day later, when recorded, then nothing was revised and only the new bar is stored', async () => {
    expect(await given('monday', BARS)).toBeUndefined();
    expect(await given('tuesday', [...BARS, bar(4, 102)])).toBeUndefined();
    expect(await rows()).toBe(4);
  });

  it('given a changed history, when recorded, then the revised dates are told once to each run that is the first to get it', async () => {
    await given('monday', BARS);
    const changed = [bar(1, 101), bar(2, 50.5), bar(3, 111.1), bar(4, 102)];
    // 50.5 is half of 101, 111.1 a tenth more
    const revision = { count: 2, firstDate: '2024-01-02', lastDate: '2024-01-03', largestChange: 0.5 };
    expect(await given('tuesday', changed)).toEqual(revision);
    expect(await given('tuesday', changed)).toEqual(revision); // its message is delivered once more
    expect(await given('wednesday', changed)).toBeUndefined();
    expect(await given('thursday', BARS)).toMatchObject({ count: 2, largestChange: 1 }); // back again
  });

  it('given a history in which only a volume changed, when recorded, then that is a revision without a change of price', async () => {
    await given('monday', BARS);
    const [first = bar(1, 101), ...others] = BARS;
    const revised = await given('tuesday', [{ ...first, volume: 6 }, ...others]);
    expect(revised).toEqual({ count: 1, firstDate: '2024-01-01', lastDate: '2024-01-01', largestChange: 0 });
    const { volume: _, ...without } = first;
    expect(await given('wednesday', [without, ...others])).toMatchObject({ count: 1 });
  });

  it('given a bar that is left out and comes back, when recorded, then both are told', async () => {
    await given('monday', BARS);
    const without = [bar(1, 101), bar(3, 101)];
    const revision = { count: 1, firstDate: '2024-01-02', lastDate: '2024-01-02', largestChange: 0 };
    expect(await given('tuesday', without)).toEqual(revision);
    expect(await given('wednesday', without)).toBeUndefined();
    expect(await given('thursday', BARS)).toEqual(revision);
  });

  it.each([
    ['another source', { source: 'yahoo_raw' }],
    ['another file', { path: '/bars/other.csv' }],
  ])('given %s, when its bars differ, then nobody has revised anything', async (_, over) => {
    await given('monday', BARS);
    expect(await given('tuesday', [bar(1, 7)], over)).toBeUndefined();
  });
});
