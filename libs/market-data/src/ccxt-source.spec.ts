import { marketDataContract } from '@trademaster/testkit';
import { type Candle, type CandleExchange, ccxtSource } from './ccxt-source';
import type { BarsQuery } from './market-data-source';

const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2024, 0, 1);
/** In the shape of ccxt's OHLCV (its types: time in ms, open, high, low, close, volume): made up, there was no network. */
const CANDLES = Array.from({ length: 60 }, (_, day): Candle => [
  FIRST + day * DAY_MS,
  100 + day,
  103 + day,
  99 + day,
  101 + day,
  5,
]);

const QUERY: BarsQuery = {
  ticker: 'kraken:BTC/USD',
  calendar: '24x7',
  asOf: new Date('2024-02-20T09:00:00Z'),
  lookbackBars: 1000,
};

/** Answers at most 7 candles a question, so that more than one is needed. */
const exchange: CandleExchange = {
  fetchOHLCV: (_symbol, _timeframe, since) =>
    Promise.resolve(CANDLES.filter(([time = 0]) => time >= since).slice(0, 7)),
};
const source = ccxtSource((id) => Promise.resolve(id === 'kraken' ? exchange : undefined));

marketDataContract('the ccxt source', () => ({ source, query: QUERY }));

describe('the ccxt source', () => {
  it('given several answers, when put together, then no day is missing or twice', async () => {
    const { bars } = await source.bars(QUERY);
    expect(bars).toHaveLength(50); // 2024-01-01 to 2024-02-19
    expect(bars[0]).toEqual({ date: '2024-01-01', open: 100, high: 103, low: 99, close: 101, volume: 5 });
  });

  it.each([
    ['BTC/USD', 'exchange:SYMBOL'],
    ['nowhere:BTC/USD', 'nowhere'],
  ])('given the ticker %s, when asked, then it is refused and the message says %s', async (ticker, said) => {
    const asked = source.bars({ ...QUERY, ticker });
    await expect(asked).rejects.toMatchObject({ code: 'config_invalid', field: 'config.data.ticker' });
    await expect(asked).rejects.toThrow(said);
  });

  it.each([
    ['BadSymbol', 'data_not_found'],
    ['RateLimitExceeded', 'data_unavailable'],
    ['NetworkError', 'data_unavailable'],
  ])('given the exchange says %s, when asked, then it is %s and nobody else is asked', async (name, code) => {
    const refusing: CandleExchange = {
      fetchOHLCV: () => Promise.reject(Object.assign(new Error('kraken: no'), { name })),
    };
    await expect(ccxtSource(() => Promise.resolve(refusing)).bars(QUERY)).rejects.toMatchObject({ code });
  });

  it('given an answer without candles, when asked, then it is data_too_short', async () => {
    const empty: CandleExchange = { fetchOHLCV: () => Promise.resolve([]) };
    await expect(ccxtSource(() => Promise.resolve(empty)).bars(QUERY)).rejects.toMatchObject({
      code: 'data_too_short',
    });
  });

  it('given a candle without a close, when asked, then it is data_invalid, naming the day', async () => {
    const holed: CandleExchange = { fetchOHLCV: () => Promise.resolve([[FIRST + DAY_MS * 3, 1, 2, 1, undefined, 1]]) };
    await expect(ccxtSource(() => Promise.resolve(holed)).bars(QUERY)).rejects.toThrow(/2024-01-04 has no close/);
  });
});
