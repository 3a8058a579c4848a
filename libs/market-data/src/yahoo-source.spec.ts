import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marketDataContract } from '@trademaster/testkit';
import type { BarsQuery } from './market-data-source';
import { type YahooChart, yahooChartBy, yahooSource } from './yahoo-source';

type Answer = Awaited<ReturnType<YahooChart>>;

/** Weekdays from 2024-01-01 on, opening 14:30 UTC, as New York does. */
const SESSIONS = Array.from({ length: 90 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day, 14, 30))).filter(
  (time) => time.getUTCDay() % 6 !== 0,
);
const META = { currency: 'USD', symbol: 'AAPL', exchangeTimezoneName: 'America/New_York', timezone: 'EST' };
/** In the shape of yahoo-finance2's ChartResultArray (its types), with made-up prices. */
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

/**
 * What Yahoo answered on 2026-10-03 to a question for Apple's bars of 2020-08-31 to 2020-11-06, as kept by the tests of
 * yahoo-finance2 (MIT): a dividend of 0.205 went ex on the last day, and others after it.
 */
const RECORDED = readFileSync(join(__dirname, 'fixtures/yahoo-chart-aapl.json'), 'utf8');
const RECORDED_QUERY: BarsQuery = { ...QUERY, asOf: new Date('2020-11-06T15:00:00Z') };
/** yahoo-finance2 itself, before a Yahoo that answers every question with this. */
const before = (body: string, status = 200) =>
  yahooChartBy(() => Promise.resolve(new Response(body, { status, statusText: 'as recorded' })));
/** As Yahoo does: no bar outside the dates of the question. */
const recorded: YahooChart = async (ticker, from, to) => {
  const all = await before(RECORDED)(ticker, from, to);
  return { ...all, quotes: all.quotes.filter(({ date }) => date >= from && date < to) };
};

describe.each([['adjusted'], ['raw']] as const)('what Yahoo has answered, %s', (adjustment) => {
  marketDataContract(`the yahoo source, ${adjustment},`, () => ({
    source: yahooSource(adjustment, recorded),
    query: RECORDED_QUERY,
  }));
});

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

  it("given Apple's recorded bars, when asked, then raw ones are what was paid, adjusted ones less by the dividends since", async () => {
    const [raw, adjusted] = await Promise.all(
      (['raw', 'adjusted'] as const).map((adjustment) => yahooSource(adjustment, recorded).bars(RECORDED_QUERY)),
    );
    // Apple closed at 129.04 on the day of its split and at 119.03 on 2020-11-05 (Nasdaq's closing prices).
    const cents = (bars = raw?.bars) => bars?.map(({ close }) => Number(close.toFixed(2)));
    expect([cents()?.[0], cents()?.at(-1)]).toEqual([129.04, 119.03]);
    // adjclose of the recorded answer: 125.0575 and 115.3565
    expect(adjusted?.bars[0]?.close).toBeCloseTo(125.05753326416016, 9);
    expect(adjusted?.bars.at(-1)?.close).toBeCloseTo(115.35649108886719, 9);
    expect(adjusted?.bars.map(({ date }) => date)).toEqual(raw?.bars.map(({ date }) => date));
    expect(raw?.bars).toHaveLength(48);
  });

  it.each([
    [
      'of a ticker that it does not know',
      404,
      fault('Not Found', 'No data found, symbol may be delisted'),
      'data_not_found',
    ],
    ['that there were too many questions', 429, 'Too Many Requests\r\n', 'data_unavailable'],
    ['a fault of its own', 500, fault('Internal Server Error', 'Something broke'), 'data_unavailable'],
    ['a page instead of data', 200, '<html>consent</html>', 'data_unavailable'],
    ['no bars at all', 200, withoutBars(), 'data_too_short'],
  ])('given Yahoo answers %s, when asked, then the run fails by that', async (_, status, body, code) => {
    const said = jest.spyOn(console, 'error').mockImplementation(() => undefined); // the library prints the address
    await expect(yahooSource('adjusted', before(body, status)).bars(RECORDED_QUERY)).rejects.toMatchObject({ code });
    said.mockRestore();
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

/** Yahoo's words for what it cannot answer. */
function fault(code: string, description: string): string {
  return JSON.stringify({ chart: { result: null, error: { code, description } } });
}

/** The recorded answer as Yahoo gives it for a span without sessions. */
function withoutBars(): string {
  const { chart } = JSON.parse(RECORDED) as { chart: { result: { meta: object }[] } };
  const [{ meta }] = chart.result as [{ meta: object }];
  return JSON.stringify({ chart: { result: [{ meta, indicators: { quote: [{}], adjclose: [{}] } }], error: null } });
}
