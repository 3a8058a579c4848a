import { type Bar, checkBars } from '@trademaster/engine';
import { PipelineError } from '@trademaster/errors';
import type { ChartResultArray } from 'yahoo-finance2/modules/chart';
import { closedBars } from './closed-bars';
import type { BarsFound, BarsQuery, MarketDataSource } from './market-data-source';

type Quote = ChartResultArray['quotes'][number];
/** Daily quotes of a ticker from one day to another. */
export type YahooChart = (ticker: string, from: Date, to: Date) => Promise<ChartResultArray>;

const DAY_MS = 86_400_000;
/** Calendar days to ask for per bar: weekends and holidays have none. */
const DAYS_PER_BAR = 1.5;
const DAYS_TO_SPARE = 30;

/**
 * Yahoo Finance's daily bars by yahoo-finance2. `raw`: as published, which is after splits and before dividends;
 * `adjusted`: every price of a day times its adjusted close over its close, so that dividends are in it, too.
 */
export function yahooSource(adjustment: 'adjusted' | 'raw', chart: YahooChart = yahooChartBy(fetch)): MarketDataSource {
  return {
    name: adjustment === 'adjusted' ? 'yahoo' : 'yahoo_raw',
    simulated: false,
    adjustment,
    async bars(query: BarsQuery): Promise<BarsFound> {
      const days = Math.ceil(query.lookbackBars * DAYS_PER_BAR) + DAYS_TO_SPARE;
      const from = new Date(query.asOf.getTime() - days * DAY_MS);
      const answer = await chart(query.ticker, from, new Date(query.asOf.getTime() + DAY_MS)).catch(
        (cause: unknown) => {
          throw faultOf(query.ticker, cause);
        },
      );
      const bars = barsOf(answer, adjustment, query.ticker);
      if (bars.length > 0) checkBars(bars);
      return closedBars(bars, query);
    },
  };
}

/** The library is loaded when it is asked for: most requests need no Yahoo. It keeps to four questions at a time. */
export function yahooChartBy(fetching: typeof fetch): YahooChart {
  return async (ticker, period1, period2) => {
    const { default: YahooFinance } = await import('yahoo-finance2');
    const client = new YahooFinance({ suppressNotices: ['yahooSurvey'], fetch: fetching });
    return client.chart(ticker, { period1, period2, interval: '1d', return: 'array' });
  };
}

function barsOf({ meta, quotes }: ChartResultArray, adjustment: 'adjusted' | 'raw', ticker: string): Bar[] {
  const dayIn = new Intl.DateTimeFormat('en-CA', { timeZone: meta.exchangeTimezoneName, dateStyle: 'short' });
  const byDate = new Map<string, Bar>();
  for (const quote of quotes) {
    const { open, high, low, close } = quote;
    // A day without trade, and the day that has just begun, come with nothing in them.
    if ([open, high, low, close].every((price) => price === null)) continue;
    const date = dayIn.format(quote.date);
    // The running session comes twice: as its bar, and as the latest quote.
    byDate.set(date, barOf(date, quote, adjustment, ticker));
  }
  return [...byDate.values()];
}

function barOf(date: string, quote: Quote, adjustment: 'adjusted' | 'raw', ticker: string): Bar {
  const { open, high, low, close, volume, adjclose } = quote;
  const factor = adjustment === 'raw' ? 1 : (adjclose ?? NaN) / (close ?? NaN);
  const price = (name: string, value: number | null): number => {
    const adjusted = (value ?? NaN) * factor;
    if (Number.isFinite(adjusted)) return adjusted;
    throw new PipelineError('data_invalid', `${ticker} of ${date} at Yahoo has no ${name}, ${adjustment}`);
  };
  return {
    date,
    open: price('open', open),
    high: price('high', high),
    low: price('low', low),
    close: price('close', close),
    ...(volume === null ? {} : { volume }),
  };
}

/** What Yahoo does not know is not there; any other refusal and silence may pass. */
function faultOf(ticker: string, cause: unknown): PipelineError {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/no data found|not found|delisted/i.test(message)) {
    return new PipelineError('data_not_found', `Yahoo does not know ${ticker}: ${message}`, {
      field: 'config.data.ticker',
      cause,
    });
  }
  return new PipelineError('data_unavailable', `Yahoo did not answer for ${ticker}: ${message}`, { cause });
}
