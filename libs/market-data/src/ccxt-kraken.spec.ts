import { marketDataContract } from '@trademaster/testkit';
import { ccxtSource, ccxtWith } from './ccxt-source';
import type { BarsQuery } from './market-data-source';

const DAY_S = 86_400;
const FIRST = Date.UTC(2024, 0, 1) / 1000;
/**
 * Kraken's answer to /0/public/OHLC as its documentation has it: time in s, open, high, low, close, vwap, volume as
 * strings, count of trades; at most the newest 720, the one that is going on included. The prices are made up.
 */
const OHLC = Array.from({ length: 60 }, (_, day) => [
  FIRST + day * DAY_S,
  ...[100 + day, 103 + day, 99 + day, 101 + day, 100.5 + day].map((price) => price.toFixed(1)),
  '5.25000000',
  17,
]);
const BTC_USD = {
  id: 'XXBTZUSD',
  symbol: 'BTC/USD',
  base: 'BTC',
  quote: 'USD',
  baseId: 'XXBT',
  quoteId: 'ZUSD',
  type: 'spot',
  spot: true,
  active: true,
  precision: { amount: 1e-8, price: 0.1 },
};
const QUERY: BarsQuery = {
  ticker: 'kraken:BTC/USD',
  calendar: '24x7',
  asOf: new Date('2024-02-20T09:00:00Z'),
  lookbackBars: 1000,
};

/** ccxt's own Kraken, before a server that answers like this; its own rate limit would only make the test wait. */
function krakenSaying(answer: (since: number) => unknown, status = 200) {
  const asked: string[] = [];
  const fetchImplementation = (url: string) => {
    asked.push(url);
    const since = Number(new URL(url).searchParams.get('since') ?? 0);
    return Promise.resolve(new Response(JSON.stringify(answer(since)), { status }));
  };
  const markets = { 'BTC/USD': BTC_USD };
  return { source: ccxtSource(ccxtWith({ enableRateLimit: false, fetchImplementation, markets })), asked };
}

const answered = (since: number) => {
  const newer = OHLC.filter(([time]) => Number(time) >= since);
  return { error: [], result: { XXBTZUSD: newer, last: FIRST + 58 * DAY_S } };
};

marketDataContract("ccxt's Kraken", () => ({ source: krakenSaying(answered).source, query: QUERY }));

describe("ccxt's Kraken", () => {
  it('given an answer, when asked, then daily bars of that pair were asked for, and their prices are numbers', async () => {
    const { source, asked } = krakenSaying(answered);
    const { bars } = await source.bars(QUERY);
    expect(bars[0]).toEqual({ date: '2024-01-01', open: 100, high: 103, low: 99, close: 101, volume: 5.25 });
    expect(new URL(asked[0] ?? '').pathname).toBe('/0/public/OHLC');
    expect(new URL(asked[0] ?? '').searchParams.get('interval')).toBe('1440'); // minutes
  });

  it.each([
    ['that it does not know the pair', { error: ['EQuery:Unknown asset'] }, 200, 'data_not_found'],
    ['that there were too many questions', { error: ['EAPI:Rate limit exceeded'] }, 200, 'data_unavailable'],
    ['that it is under maintenance', { error: ['EService:Unavailable'] }, 200, 'data_unavailable'],
    ['a fault of its gateway', { error: [] }, 502, 'data_unavailable'],
    ['nothing', { error: [], result: { XXBTZUSD: [], last: 0 } }, 200, 'data_too_short'],
  ])('given it says %s, when asked, then the run fails by that', async (_, answer, status, code) => {
    await expect(krakenSaying(() => answer, status).source.bars(QUERY)).rejects.toMatchObject({ code });
  });

  it('given a pair that the exchange does not list, when asked, then it is data_not_found, naming the ticker', async () => {
    const asked = krakenSaying(answered).source.bars({ ...QUERY, ticker: 'kraken:NOPE/USD' });
    await expect(asked).rejects.toMatchObject({ code: 'data_not_found', field: 'config.data.ticker' });
  });

  it('given an exchange that there is not, when asked, then it is config_invalid', async () => {
    const asked = krakenSaying(answered).source.bars({ ...QUERY, ticker: 'nowhere:BTC/USD' });
    await expect(asked).rejects.toMatchObject({ code: 'config_invalid' });
  });
});
