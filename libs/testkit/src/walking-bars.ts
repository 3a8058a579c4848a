import { type Bar, createRandom, nextSession, portableExp } from '@trademaster/engine';

/** A seeded random walk of daily bars from 2021-01-01, up for thirty days and down for thirty: a policy may find that. */
export function walkingBars(count: number, seed = 5): Bar[] {
  const random = createRandom(seed);
  const bars: Bar[] = [];
  let date = '2021-01-01';
  let close = 100;
  for (let i = 0; i < count; i++) {
    const open = close * portableExp(0.002 * random.normal());
    close = open * portableExp((i % 60 < 30 ? 0.004 : -0.004) + 0.01 * random.normal());
    const [low, high] = [Math.min(open, close), Math.max(open, close)];
    bars.push({ date, open, high: high * 1.003, low: low * 0.997, close, volume: 1_000 + i });
    date = nextSession(date, '24x7');
  }
  return bars;
}
