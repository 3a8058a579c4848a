import { barsOf, simulatedBars } from '../../test/series';
import { wilderAtr, wilderRsi } from './indicators';
import { marketContext } from './market-context';
import { priceLevels } from './price-levels';

const CLOSES = [44.34, 44.09, 44.15, 43.61, 44.33, 44.83, 45.1, 45.42, 45.84, 46.08, 45.89, 46.03, 45.61, 46.28, 46.28];

describe('indicators', () => {
  it('Wilder RSI: gains of 3.34 and losses of 1.40 over 14 changes, then smoothed', () => {
    expect(wilderRsi(CLOSES, 14)).toBeCloseTo((100 * 3.34) / 4.74, 10);
    // a fall of 0.28: both averages keep 13/14 of themselves
    const [gain, loss] = [(3.34 * 13) / 14, (1.4 * 13) / 14 + 0.28];
    expect(wilderRsi([...CLOSES, 46.0], 14)).toBeCloseTo((100 * gain) / (gain + loss), 10);
    expect(wilderRsi(CLOSES.slice(1), 14)).toBeUndefined();
    expect(wilderRsi(new Array<number>(20).fill(5), 14)).toBe(50);
  });

  it('Wilder ATR: true ranges of 2, then a gap of 9 smoothed in by 1/14', () => {
    const calm = Array.from({ length: 15 }, (_, i) => ({
      date: `2020-01-${String(i + 1).padStart(2, '0')}`,
      open: 100,
      high: 101,
      low: 99,
      close: 100,
    }));
    expect(wilderAtr(calm, 14)).toBeCloseTo(2, 12);
    const gap = { date: '2020-01-16', open: 108, high: 109, low: 107, close: 108 };
    expect(wilderAtr([...calm, gap], 14)).toBeCloseTo((2 * 13 + 9) / 14, 12);
  });
});

describe('marketContext', () => {
  it('says why an indicator is missing', () => {
    const context = marketContext(simulatedBars(30), '24x7');
    expect(context.indicators).toMatchObject({ sma_50: null, support: null, resistance: null });
    expect(context.indicators.sma_20).toEqual(expect.any(Number));
    expect(context.reasons).toEqual({
      sma_50: 'needs 50 bars, has 30',
      support: 'needs 50 bars, has 30',
      resistance: 'needs 50 bars, has 30',
    });
    expect(context.trend).toBe('sideways');
  });

  it('sees support, resistance, averages and trend of a steady rise', () => {
    const bars = barsOf(Array.from({ length: 60 }, (_, i) => ({ open: 100 + i, close: 101 + i })));
    const { indicators, reasons, lastCloses, trend } = marketContext(bars, '24x7');
    expect(reasons).toEqual({});
    // closes 101 … 160; the last 50 bars begin with open 110
    expect(indicators).toMatchObject({ last_close: 160, sma_20: 150.5, sma_50: 135.5, support: 110, resistance: 160 });
    expect(indicators.rsi_14).toBe(100);
    expect(indicators.atr_14).toBeCloseTo(1, 12);
    expect([lastCloses.length, lastCloses[0], lastCloses[29], trend]).toEqual([30, 131, 160, 'up']);
  });

  it('annualises the volatility of alternating ±1 % by the calendar', () => {
    const bars = barsOf(
      Array.from({ length: 21 }, (_, i) => ({ open: 100, close: 100 * (i % 2 ? Math.exp(0.01) : 1) })),
    );
    // ten log returns of +0.01 and ten of −0.01: ddof 1 variance 0.0001 · 20/19
    const want = Math.sqrt(((0.0001 * 20) / 19) * 252);
    expect(marketContext(bars, 'weekdays').indicators.annualised_volatility).toBeCloseTo(want, 12);
  });
});

describe('priceLevels', () => {
  const market = (last_close: number, atr_14: number | null) => ({
    indicators: { last_close, atr_14 },
    reasons: {},
    lastCloses: [],
    trend: 'up' as const,
  });

  it('opens long with the stop 2 ATR below, the target twice that above, 1 % of equity at risk', () => {
    const levels = priceLevels({ market: market(100, 4), currentPosition: 0, targetPosition: 1, maxPosition: 1 });
    expect(levels).toEqual({ entry: 100, stop: 92, target: 116, rMultiple: 2, size: 0.125 });
  });

  it('opens short the other way round and never exceeds the largest position', () => {
    const levels = priceLevels({ market: market(100, 0.25), currentPosition: 1, targetPosition: -1, maxPosition: 0.5 });
    expect(levels).toEqual({ entry: 100, stop: 100.5, target: 99, rMultiple: 2, size: 0.5 });
  });

  it.each([
    ['keeps', 1, 1, 4],
    ['closes', 1, 0, 4],
    ['reduces', 1, 0.5, 4],
    ['opens without a range to measure', 0, 1, null],
    ['opens short with a target below zero', 0, -1, 30],
  ])('has no levels when it %s', (_what, currentPosition, targetPosition, atr) => {
    expect(priceLevels({ market: market(100, atr), currentPosition, targetPosition, maxPosition: 1 })).toBeUndefined();
  });
});
