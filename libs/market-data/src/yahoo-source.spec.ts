import { marketDataContract } from '@trademaster/testkit';
import type { BarsQuery } from './market-data-source';
import { type YahooChart, yahooSource } from './yahoo-source';

type Answer = Awaited<ReturnType<YahooChart>>;

/** Weekdays from 2024-01-01 on, opening 14:30 UTC, as New York does. */
const SESSIONS = Array.from({ length: 90 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day, 14, 30))).filter(
  (time) => time.getUTCDay() % 6 !== 0,
);
const META = { currency: 'USD', symbol: 'AAPL', exchangeTimezoneName: 'America/New_York', timezone: 'EST' };
/** In the shape of yahoo-finance2's ChartResultArray (its types): made up, there was no network. */
const answer = (change: Partial<Answer['quotes'][number]> = {}, at = -1): Answer => ({
  meta: META as Answer['meta'],
  quotes: SESSIONS.map((date, index) => ({
    date,
    open: 100 + index,
    high: 103 + index,
    low: 99 + index,
    close: 101 + index,
    volume: 5000,
    adjclose: (101 + index) / 2,
    ...(index === at ? change : {}),
  })),
});

const QUERY: BarsQuery = {
  ticker: 'AAPL',
  calendar: 'weekdays',
  asOf: new Date('2024-03-12T15:00:00Z'),
  lookbackBars: 1000,
};
const saying = (given: Answer) => yahooSource('raw', () => Promise.resolve(given));
const failing = (message: string) => yahooSource('adjusted', () => Promise.reject(new Error(message)));

marketDataContract('the yahoo source', () => ({
  source: yahooSource('adjusted', () => Promise.resolve(answer())),
  query: QUERY,
}));

describe('the yahoo source', () => {
  it('given raw and adjusted prices, when asked, then they are told apart, by name and by value', async () => {
    const adjusted = yahooSource('adjusted', () => Promise.resolve(answer()));
    const raw = saying(answer());
    expect([adjusted.name, adjusted.adjustment, raw.name, raw.adjustment]).toEqual([
      'yahoo',
      'adjusted',
      'yahoo_raw',
      'raw',
    ]);
    expect((await raw.bars(QUERY)).bars[0]).toEqual({
      date: '2024-01-01',
      open: 100,
      high: 103,
      low: 99,
      close: 101,
      volume: 5000,
    });
    // adjclose is half of close: every price is halved
    expect((await adjusted.bars(QUERY)).bars[0]).toMatchObject({ open: 50, high: 51.5, low: 49.5, close: 50.5 });
  });

  it('given a day with nothing in it, when asked, then it is left out; with a hole, then it is data_invalid', async () => {
    const nothing = { open: null, high: null, low: null, close: null, volume: null, adjclose: null };
    const without = await saying(answer(nothing, 3)).bars(QUERY);
    expect(without.bars.map(({ date }) => date)).not.toContain('2024-01-04');
    await expect(saying(answer({ high: null }, 3)).bars(QUERY)).rejects.toThrow(/2024-01-04 at Yahoo has no high/);
  });

  it.each([
    ['No data found, symbol may be delisted', 'data_not_found'],
    ['Too Many Requests', 'data_unavailable'],
    ['fetch failed', 'data_unavailable'],
  ])('given Yahoo says "%s", when asked, then it is %s and nobody else is asked', async (message, code) => {
    await expect(failing(message).bars(QUERY)).rejects.toMatchObject({ code });
  });

  it('given an answer without quotes, when asked, then it is data_too_short', async () => {
    await expect(saying({ ...answer(), quotes: [] }).bars(QUERY)).rejects.toMatchObject({ code: 'data_too_short' });
  });
});
