import { type Bar, checkBars } from '@trademaster/engine';
import { PipelineError } from '@trademaster/errors';
import { closedBars } from './closed-bars';
import type { BarsFound, BarsQuery, MarketDataSource } from './market-data-source';

/** Opening time (ms), open, high, low, close, volume; as ccxt's OHLCV. */
export type Candle = [number?, number?, number?, number?, number?, number?];

/** The part of a ccxt exchange that is needed here. */
export interface CandleExchange {
  fetchOHLCV(symbol: string, timeframe: string, since: number, limit: number): Promise<Candle[]>;
}

/** Throws what ccxt throws; undefined for an exchange that it does not have. */
export type OpenExchange = (id: string) => Promise<CandleExchange | undefined>;

const DAY_MS = 86_400_000;
/** One question's candles: exchanges that give fewer just need more questions. */
const LIMIT = 500;

/** Daily bars of a crypto exchange by ccxt, which keeps to its rate limit. The ticker names both: `kraken:BTC/USD`. */
export function ccxtSource(openExchange: OpenExchange = ccxtWith({ enableRateLimit: true })): MarketDataSource {
  return {
    name: 'ccxt',
    simulated: false,
    adjustment: 'none',
    async bars(query: BarsQuery): Promise<BarsFound> {
      const [id = '', symbol = ''] = query.ticker.split(':');
      if (id === '' || symbol === '') throw refused(`must be exchange:SYMBOL, kraken:BTC/USD (got "${query.ticker}")`);
      const exchange = await openExchange(id);
      if (exchange === undefined) throw refused(`names the exchange "${id}", which ccxt does not have`);
      const bars = await allBars(exchange, symbol, query).catch((cause: unknown) => {
        throw faultOf(query.ticker, cause);
      });
      if (bars.length > 0) checkBars(bars);
      return closedBars(bars, query);
    },
  };
}

/** 60 MB on disk, 105 MB of memory and up to three seconds: loaded when it is asked for, and not before. */
export function ccxtWith(options: object): OpenExchange {
  return async (id) => {
    const { default: ccxt } = await import('ccxt');
    const known = ccxt as unknown as Record<string, new (options: object) => CandleExchange>;
    const isExchange = ccxt.exchanges.includes(id);
    return isExchange ? new (known[id] as new (options: object) => CandleExchange)(options) : undefined;
  };
}

async function allBars(exchange: CandleExchange, symbol: string, query: BarsQuery): Promise<Bar[]> {
  const until = query.asOf.getTime();
  const bars: Bar[] = [];
  let since = Date.parse(new Date(until - (query.lookbackBars + 1) * DAY_MS).toISOString().slice(0, 10));
  while (since <= until) {
    const candles = await exchange.fetchOHLCV(symbol, '1d', since, LIMIT);
    const fresh = candles.filter(([time = NaN]) => time >= since && time <= until);
    bars.push(...fresh.map((candle) => barOf(candle, query.ticker)));
    const last = fresh.at(-1)?.[0];
    if (last === undefined) break;
    since = last + DAY_MS;
  }
  return bars;
}

function barOf([time = NaN, ...values]: Candle, ticker: string): Bar {
  const date = new Date(time).toISOString().slice(0, 10);
  const [open, high, low, close, volume] = values;
  const price = (name: string, value: number | undefined): number => {
    if (value !== undefined && Number.isFinite(value)) return value;
    throw new PipelineError('data_invalid', `${ticker} of ${date} has no ${name}`);
  };
  return {
    date,
    open: price('open', open),
    high: price('high', high),
    low: price('low', low),
    close: price('close', close),
    ...(volume === undefined ? {} : { volume }),
  };
}

function refused(why: string): PipelineError {
  return new PipelineError('config_invalid', `config.data.ticker ${why}`, { field: 'config.data.ticker' });
}

function faultOf(ticker: string, cause: unknown): PipelineError {
  if (cause instanceof PipelineError) return cause;
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  if (name === 'BadSymbol') {
    return new PipelineError('data_not_found', `${ticker}: ${message}`, { field: 'config.data.ticker', cause });
  }
  return new PipelineError('data_unavailable', `${ticker} was not answered: ${name}: ${message}`, { cause });
}
