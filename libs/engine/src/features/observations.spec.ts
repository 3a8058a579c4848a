import { simulatedBars } from '../../test/series';
import type { Bar } from '../market/bar';
import { OBSERVATION_WINDOW, planWindows } from '../market/windows';
import { fitScaler } from './feature-scaler';
import { FEATURES } from './features';
import { observe } from './observations';

const split = { train: 0.6, validation: 0.2, test: 0.2 };
const bars = simulatedBars(300, { seed: 5 });
const scaler = fitScaler(bars, planWindows(bars, { split }));
const row = (of: readonly Bar[], t: number): Float32Array => observe(of, scaler, t, t).rows;

describe('features', () => {
  it('look backward only: changing every later bar changes no bit', () => {
    const t = 200;
    const future = simulatedBars(300, { seed: 99 });
    const perturbed = bars.map((bar, i) => (i <= t ? bar : (future[i] as Bar)));
    expect(row(perturbed, t)).toEqual(row(bars, t));
    expect(row(perturbed, t + 1)).not.toEqual(row(bars, t + 1));
  });

  it('depend on nothing older than their window: a series that begins there gives the same bits', () => {
    const t = 200;
    const tail = bars.slice(t - OBSERVATION_WINDOW + 1);
    expect(row(tail, OBSERVATION_WINDOW - 1)).toEqual(row(bars, t));
  });

  it('reach back exactly as far as the window says', () => {
    const t = 200;
    const oldest = t - OBSERVATION_WINDOW + 1;
    const perturb = (index: number): Bar[] =>
      bars.map((bar, i) => (i === index ? { ...bar, close: bar.close * 1.5, high: bar.high * 2 } : bar));
    expect(row(perturb(oldest), t)).not.toEqual(row(bars, t));
    expect(row(perturb(oldest - 1), t)).toEqual(row(bars, t));
  });

  it('have no unit: prices times 8 give the same bits, times 10 the same numbers', () => {
    const times = (factor: number): Bar[] =>
      bars.map((bar) => ({
        ...bar,
        open: bar.open * factor,
        high: bar.high * factor,
        low: bar.low * factor,
        close: bar.close * factor,
      }));
    expect(row(times(8), 200)).toEqual(row(bars, 200)); // a power of two rounds nothing
    row(times(10), 200).forEach((value, i) => expect(value).toBeCloseTo(row(bars, 200)[i] as number, 5));
  });

  it('stay finite when nothing moves', () => {
    const still = bars.map((bar) => ({ ...bar, open: 1, high: 1, low: 1, close: 1 }));
    for (const feature of FEATURES) expect(Number.isFinite(feature.at(still, 100))).toBe(true);
  });
});

describe('fitScaler', () => {
  it('reads the training span only', () => {
    const windows = planWindows(bars, { split });
    const later = simulatedBars(300, { seed: 99 });
    const perturbed = bars.map((bar, i) => (i <= windows.train.toIndex ? bar : (later[i] as Bar)));
    expect(fitScaler(perturbed, windows)).toEqual(scaler);
  });

  it('gives the training span mean 0 and deviation 1', () => {
    const { train } = planWindows(bars, { split });
    const unclipped = observe(bars, { ...scaler, clip: Infinity }, train.fromIndex, train.toIndex);
    for (let i = 0; i < FEATURES.length; i++) {
      const column = Array.from({ length: train.bars }, (_, t) => unclipped.rows[t * FEATURES.length + i] as number);
      const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
      const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
      expect(mean).toBeCloseTo(0, 5);
      // these bars open at the close before: without any gap there is nothing to scale
      expect(variance).toBeCloseTo(FEATURES[i]?.name === 'gap_in_atr' ? 0 : 1, 5);
    }
  });
});

describe('observe', () => {
  it('refuses a scaler of other features, and bars before the first window', () => {
    expect(() => observe(bars, { ...scaler, names: ['rsi_2'] }, 60, 61)).toThrow(
      expect.objectContaining({ code: 'model_invalid', field: 'scaler.names' }),
    );
    expect(() => observe(bars, scaler, OBSERVATION_WINDOW - 2, 60)).toThrow(
      expect.objectContaining({ code: 'data_too_short' }),
    );
  });
});
