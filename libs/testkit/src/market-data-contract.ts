import { checkBars, closedAt } from '@trademaster/engine';
import type { BarsQuery, MarketDataSource } from '@trademaster/market-data';

export interface MarketDataUnderTest {
  source: MarketDataSource;
  /** A query whose `asOf` is in the middle of a session that the source has, with at least 30 sessions before it. */
  query: BarsQuery;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The suite that every MarketDataSource passes. */
export function marketDataContract(describeName: string, create: () => MarketDataUnderTest): void {
  describe(`${describeName} as a market data source`, () => {
    const { source, query } = create();
    const today = query.asOf.toISOString().slice(0, 10);
    const midnight = Date.parse(`${today}T00:00:00Z`);
    const at = (time: number) => source.bars({ ...query, asOf: new Date(time) });

    it('given a session is going on, when asked, then its bar is left out and named', async () => {
      const found = await source.bars(query);
      expect(found.droppedUnfinished).toBe(today);
      expect(found.bars.every(({ date }) => Date.parse(closedAt(date)) <= query.asOf.getTime())).toBe(true);
    });

    it('given bars, when found, then the engine accepts them and the last one says when it closed', async () => {
      const { bars, lastBarClosedAt } = await source.bars(query);
      expect(() => checkBars(bars, 30)).not.toThrow();
      expect(lastBarClosedAt).toBe(closedAt(bars.at(-1)?.date ?? ''));
    });

    it('given a session closes at midnight, when asked at midnight, then its bar is in, a millisecond before not', async () => {
      const after = await at(midnight + DAY_MS);
      const before = await at(midnight + DAY_MS - 1);
      expect(after.bars.at(-1)?.date).toBe(today);
      expect(before.bars.at(-1)?.date).not.toBe(today);
    });

    it('given the same query, when asked twice, then the bars are the same', async () => {
      expect(await source.bars(query)).toEqual(await source.bars(query));
    });

    it('given a later as_of, when asked, then the earlier bars have not changed', async () => {
      const early = await at(query.asOf.getTime() - 10 * DAY_MS);
      const late = await source.bars(query);
      const shared = late.bars.slice(late.bars.findIndex(({ date }) => date === early.bars.at(-20)?.date));
      expect(shared.length).toBeGreaterThan(20);
      expect(shared.slice(0, 20)).toEqual(early.bars.slice(-20));
    });

    it('given a lookback, when asked, then it is the last bars, no more', async () => {
      const all = await source.bars(query);
      const five = await source.bars({ ...query, lookbackBars: 5 });
      expect(five.bars).toEqual(all.bars.slice(-5));
    });

    it('given nothing had closed yet, when asked, then it is data_too_short', async () => {
      await expect(at(Date.parse('1900-01-02T12:00:00Z'))).rejects.toMatchObject({ code: 'data_too_short' });
    });
  });
}
