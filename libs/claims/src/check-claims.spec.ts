import { checkClaims } from './check-claims';
import { groundedShare } from './grounded-share';

const facts = {
  signal: { entry: 100, stop: 95.5, confidence: 57 },
  market: { indicators: { rsi_14: 74.14, sma_20: 98.25, sma_50: 91.4 } },
  metrics: { max_drawdown: 0.19629952, total_return: -0.0312, trades: 1287, sharpe: 0.84 },
  windows: { test: { first_date: '2023-02-05', last_date: '2023-06-19' } },
};
const statusesOf = (text: string) => checkClaims(text, facts).map(({ text: figure, status }) => `${figure} ${status}`);

describe('the claims of a text', () => {
  it('say where the number stands, its value, its unit and the fact it comes from', () => {
    expect(checkClaims('The stop is at $95.50.', facts)).toEqual([
      { text: '$95.50', start: 15, value: 95.5, unit: 'currency', status: 'supported', path: 'signal.stop' },
    ]);
  });

  it('are contradicted by the fact that the sentence names, even if another fact has the value', () => {
    expect(checkClaims('The stop is at 100.', facts)).toMatchObject([
      { status: 'contradicted', value: 100, path: 'signal.stop' },
    ]);
  });

  it('are unsupported when the sentence names what no fact is about', () => {
    expect(checkClaims('The target is 110.', facts)).toEqual([
      { text: '110', start: 14, value: 110, unit: 'number', status: 'unsupported' },
    ]);
  });

  it.each([
    ['The max drawdown was 19.6 %.', ['19.6 % supported']],
    ['The max drawdown was 0.196.', ['0.196 supported']],
    ['The max drawdown was 1963 bps.', ['1963 bps supported']],
    ['The max drawdown was 0.196 %.', ['0.196 % contradicted']],
    ['The policy lost 3.1 %.', ['3.1 % supported']],
    ['The total return was −3.1 %.', ['−3.1 % supported']],
    ['The total return was 3.1 %.', ['3.1 % contradicted']],
    ['It made 1,287 trades.', ['1,287 supported']],
    ['It made about 1.3k trades.', ['1.3k supported']],
    ['The Sharpe ratio is not 1.5 but 0.84.', ['1.5 supported', '0.84 supported']],
    ['The Sharpe ratio is above 0.5.', ['0.5 supported']],
    ['The Sharpe ratio is above 0.9.', ['0.9 contradicted']],
    ['The drawdown was between 15 and 20 %.', ['15 supported', '20 % supported']],
    ['The drawdown was 5–10 %.', ['5 contradicted', '10 % contradicted']],
    ['Confidence is 57 of 100.', ['57 supported']],
    ['Its drawdown was 19.6 %, that of the index 19.6 %.', ['19.6 % contradicted', '19.6 % contradicted']],
    ['It earned its return over 1,287 trades.', ['1,287 supported']],
    ['It earned its return over 1,278 trades.', ['1,278 contradicted']],
    ['The test began on 5 February 2023.', ['5 February 2023 supported']],
    ['The test began on 2023-06-19.', ['2023-06-19 contradicted']],
  ])('%s', (text, expected) => {
    expect(statusesOf(text)).toEqual(expected);
  });

  it.each([
    ['Corn settled at 462 1/4 cents.', ['462 1/4 cents supported']],
    ['Corn settled at 462 3/4 cents.', ['462 3/4 cents unsupported']],
    ['ATR stands at 8.75 cents.', ['8.75 cents supported']],
    ['It has lost 2.4 % in five days, yet it is up 3.1 % over twenty.', ['2.4 % supported', '3.1 % supported']],
    ['Buyers sent back 42 bags in a million.', ['42 supported']],
    ['Complaints are rare, 4.7 in 10,000.', ['4.7 supported']],
    ['Complaints are rare, 7.4 in 10,000.', ['7.4 contradicted']],
  ])('are read as traders of corn write them: %s', (text, expected) => {
    const corn = {
      ...{ unit: 'US cents per bushel', close: 462.25, atr: 8.75, ret_5d: -0.024, ret_20d: 0.031 },
      ...{ returns_ppm: 42, complaints_per_10000: 4.7 },
    };
    expect(checkClaims(text, corn).map(({ text: figure, status }) => `${figure} ${status}`)).toEqual(expected);
  });

  it('leave out periods of indicators, enumerators, confidence levels, versions and hashes', () => {
    const text = '1. RSI(14) and the 20-day SMA, at the 95 % confidence level, of v1.2.0 (dc10ce393).\n2. SMA 50.';
    expect(checkClaims(text, facts)).toEqual([]);
  });

  it('know which of two indicators a period means', () => {
    expect(statusesOf('SMA 20 is 98.25, SMA 50 is 98.25.')).toEqual(['98.25 supported', '98.25 contradicted']);
  });

  it('leave out the number that a rate is per', () => {
    const rates = { breakdowns_per_100000_km: { electric: 4.1, diesel: 6.8 } };
    const text = 'Electric buses break down 4.1 times per 100,000 km, diesel ones 6.8 times.';
    expect(checkClaims(text, rates)).toMatchObject([
      { text: '4.1', status: 'supported' },
      { text: '6.8 times', status: 'supported' },
    ]);
  });

  it('are rather of the object that the other numbers of the sentence are of', () => {
    const events = { treatment: 88, placebo: 127 };
    const trial = { patients: { treatment: 602, placebo: 602 }, primary_endpoint: { events, hazard_ratio: 0.67 } };
    expect(checkClaims('The endpoint occurred in 88 patients on treatment and 127 on placebo.', trial)).toMatchObject([
      { status: 'supported', path: 'primary_endpoint.events.treatment' },
      { status: 'supported', path: 'primary_endpoint.events.placebo' },
    ]);
  });

  it('are, as a list in their order, the figures of all things that stand beside each other', () => {
    const sharpes = [1.31, 1.12, 1.46, 0.74];
    const runs = { agent: { sharpe: 1.18 }, seeds: sharpes.map((sharpe, k) => ({ seed: 11 * k + 12, sharpe })) };
    const statuses = (text: string) => checkClaims(text, runs).map(({ status, path }) => `${status} ${path}`);
    expect(statuses('In that order their Sharpe ratios came out at 1.31, 1.12, 1.46 and 0.74.')).toEqual(
      sharpes.map((_, k) => `supported seeds[${k}].sharpe`),
    );
    expect(statuses('In that order their Sharpe ratios came out at 1.31, 1.46, 1.12 and 0.74.')).toContain(
      'contradicted agent.sharpe',
    );
  });

  it.each([
    ['The twenty-day mean is 43.2, the 200-day mean 39.7.', ['43.2 supported', '39.7 supported']],
    ['The twenty-day mean is 39.7.', ['39.7 contradicted']],
    ['It made two hundred and twenty-five trades.', ['two hundred and twenty-five supported']],
    ['It made two hundred and fifty-two trades.', ['two hundred and fifty-two contradicted']],
    ['At no point did the drawdown exceed 15 %.', ['15 % supported']],
    ['At no point did the drawdown exceed 14 %.', ['14 % contradicted']],
    ['The high is 42.9, the all-time high 73.8.', ['42.9 supported', '73.8 supported']],
    [
      'The Sharpe ratio of 1.13 is, by subtraction, 0.28 above that of the index.',
      ['1.13 supported', '0.28 supported'],
    ],
    [
      'The Sharpe ratio of 1.13 is, by subtraction, 0.34 above that of the index.',
      ['1.13 supported', '0.34 contradicted'],
    ],
  ])('know numbers in words and abbreviations, in texts as in keys: %s', (text, expected) => {
    const spelled = { simple_moving_average_twenty: 43.18, simple_moving_average_two_hundred: 39.72 };
    const prices = { session_high_price: 42.91, all_time_high_price: 73.78 };
    const backtest = { n_trades: 225, mdd: -0.1463, shp: 1.127, shp_bh: 0.846 };
    const all = { ...spelled, ...prices, bt: backtest };
    expect(checkClaims(text, all).map(({ text: figure, status }) => `${figure} ${status}`)).toEqual(expected);
  });

  it('leave out the digits of a name', () => {
    const windows = { windows: { w1: { net: 0.058 }, w2: { net: -0.022 } } };
    expect(checkClaims('w2 lost 2.2 % (w1: 5.8 %).', windows)).toMatchObject([
      { text: '2.2 %', status: 'supported', path: 'windows.w2.net' },
      { text: '5.8 %', status: 'supported', path: 'windows.w1.net' },
    ]);
  });

  it('hold for any text and any facts', () => {
    for (const anything of [null, 7, 'text', [], [[1]], { a: null }])
      expect(() => checkClaims('5 % of 3', anything)).not.toThrow();
    expect(checkClaims('\ud800 \0 -', facts)).toEqual([]);
  });
});

describe('the grounded share', () => {
  it('is the supported part of all claims', () => {
    expect(groundedShare(checkClaims('Entry 100, stop 90.', facts))).toBe(0.5);
  });

  it('is null for a text without numbers', () => {
    expect(groundedShare([])).toBeNull();
  });
});
