import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { marketDataContract } from '@trademaster/testkit';
import { csvSource } from './csv-source';
import type { BarsQuery } from './market-data-source';

const folder = mkdtempSync(join(tmpdir(), 'bars '));
afterAll(() => rmSync(folder, { recursive: true }));

const SESSIONS = Array.from({ length: 60 }, (_, day) =>
  new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10),
);
const rowOf = (date: string, index: number) =>
  `${date},${100 + index},${103 + index},${99 + index},${101 + index},5000`;
writeFileSync(join(folder, 'BTC-USD.csv'), ['date,open,high,low,close,volume', ...SESSIONS.map(rowOf)].join('\n'));

const QUERY: BarsQuery = {
  ticker: 'BTC-USD',
  path: folder,
  calendar: '24x7',
  asOf: new Date('2024-02-20T09:00:00Z'),
  lookbackBars: 1000,
};

marketDataContract('the csv source', () => ({ source: csvSource, query: QUERY }));

describe('the csv source', () => {
  it('given a folder or the file itself, when asked, then the bars are the same', async () => {
    const ofFile = await csvSource.bars({ ...QUERY, path: join(folder, 'BTC-USD.csv') });
    expect(ofFile).toEqual(await csvSource.bars(QUERY));
    expect(ofFile.bars[0]).toEqual({ date: '2024-01-01', open: 100, high: 103, low: 99, close: 101, volume: 5000 });
  });

  it.each([
    ['an unknown ticker', { ticker: 'NOPE' }],
    ['a path that does not exist', { path: join(folder, 'nowhere') }],
  ])('given %s, when asked, then it is data_not_found, naming the path', async (_, change) => {
    const asked = csvSource.bars({ ...QUERY, ...change });
    await expect(asked).rejects.toMatchObject({ code: 'data_not_found', field: 'config.data.path' });
    await expect(asked).rejects.toThrow(/NOPE\.csv|nowhere/);
  });

  it.each([
    ['no path', { path: undefined }, 'config.data.path'],
    ['a ticker that leaves the folder', { ticker: '../secrets' }, 'config.data.ticker'],
  ])('given %s, when asked, then it is config_invalid, naming the key', async (_, change, field) => {
    await expect(csvSource.bars({ ...QUERY, ...change })).rejects.toMatchObject({ code: 'config_invalid', field });
  });

  const bitcoin = resolve(__dirname, '../../../../shared/data/BTC/data.csv');
  // Real prices may not be copied into the project: read where the folder with them stands beside the checkout.
  const whereItExists = existsSync(bitcoin) ? it : it.skip;

  whereItExists('given real BTC prices (skipped without ../shared), when asked, then all 2990 days load', async () => {
    const asOf = new Date('2021-07-06T00:00:00Z');
    const found = await csvSource.bars({ ...QUERY, path: bitcoin, ticker: 'BTC', asOf, lookbackBars: 5000 });
    // first and last row of the file, and the days between them
    expect(found.bars).toHaveLength(2990);
    expect(found.bars[0]).toMatchObject({ date: '2013-04-29', high: 147.48800659179688, close: 144.5399932861328 });
    expect(found.bars.at(-1)?.date).toBe('2021-07-05');
    expect(found).toMatchObject({ lastBarClosedAt: '2021-07-06T00:00:00.000Z' });
    expect(found.droppedUnfinished).toBeUndefined();
  });
});
