import { type Bar, createRandom, type EngineSettings, portableExp } from '../src';

/**
 * Simulated daily bars whose log returns are AR(1) with coefficient `edge`: with 0 nothing can be learned, with more the
 * last return tells something about the next. Each bar opens at the close before.
 */
export function simulatedBars(count: number, { seed = 1, edge = 0, volatility = 0.02 } = {}): Bar[] {
  const random = createRandom(seed);
  const surprise = Math.sqrt(1 - edge * edge);
  let [close, shock] = [100, 0];
  return Array.from({ length: count }, (_, i) => {
    shock = edge * shock + surprise * random.normal();
    const open = close;
    close = open * portableExp(volatility * shock);
    const high = Math.max(open, close) * (1 + 0.003 * random.next());
    const low = Math.min(open, close) * (1 - 0.003 * random.next());
    return { date: dayOf(i), open, high, low, close };
  });
}

/** Bars with the given opens and closes, one a day. */
export function barsOf(prices: readonly { open: number; close: number }[]): Bar[] {
  return prices.map(({ open, close }, i) => ({
    date: dayOf(i),
    open,
    close,
    high: Math.max(open, close),
    low: Math.min(open, close),
  }));
}

/** Session `i` of the test series, YYYY-MM-DD. */
export function dayOf(i: number): string {
  return new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10);
}

/** Settings that train in a fraction of a second. */
export function quickSettings(
  environment: Partial<EngineSettings['environment']> = {},
  training: Partial<EngineSettings['training']> = {},
): EngineSettings {
  return {
    profile: 'realistic',
    calendar: '24x7',
    split: { train: 0.6, validation: 0.2, test: 0.2 },
    environment: { costBps: 10, slippageBps: 5, maxPosition: 1, allowShort: false, borrowRate: 0, ...environment },
    training: {
      seeds: [11, 23, 47],
      epochs: 3,
      patience: 3,
      hiddenSizes: [8],
      learningRate: 0.002,
      gamma: 0.9,
      batchSize: 16,
      replayCapacity: 1000,
      warmupSteps: 32,
      stepsPerUpdate: 2,
      epsilonStart: 0.5,
      epsilonEnd: 0.02,
      targetUpdateTau: 0.02,
      gradientClip: 3,
      ...training,
    },
  };
}
