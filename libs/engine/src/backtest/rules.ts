import type { Bar } from '../market/bar';
import type { BarSpan } from '../market/windows';

/** Direction (−1, 0, 1) that a rule wants on each bar of a span, from bars up to it alone; index 0 on its first bar. */
export type Rule = (bars: readonly Bar[], span: Pick<BarSpan, 'fromIndex' | 'toIndex'>) => Int8Array;

const FAST_AVERAGE = 20;
const SLOW_AVERAGE = 50;
const MOMENTUM_BARS = 20;

/** Long while the mean of the last 20 closes is above that of the last 50, else short. Reads 49 bars before the span. */
export const smaCrossover: Rule = (bars, { fromIndex, toIndex }) => {
  const directions = new Int8Array(toIndex - fromIndex + 1);
  let fast = sumOfCloses(bars, fromIndex, FAST_AVERAGE);
  let slow = sumOfCloses(bars, fromIndex, SLOW_AVERAGE);
  for (let t = fromIndex; ;) {
    directions[t - fromIndex] = Math.sign(fast / FAST_AVERAGE - slow / SLOW_AVERAGE);
    if (++t > toIndex) return directions;
    const close = closeOf(bars, t);
    fast += close - closeOf(bars, t - FAST_AVERAGE);
    slow += close - closeOf(bars, t - SLOW_AVERAGE);
  }
};

/** Long when the close is above that of 20 bars ago (Jegadeesh and Titman 1993, on one instrument), else short. */
export const momentum: Rule = (bars, { fromIndex, toIndex }) => {
  const directions = new Int8Array(toIndex - fromIndex + 1);
  for (let t = fromIndex; t <= toIndex; t++) {
    directions[t - fromIndex] = Math.sign(closeOf(bars, t) - closeOf(bars, t - MOMENTUM_BARS));
  }
  return directions;
};

function closeOf(bars: readonly Bar[], t: number): number {
  return (bars[t] as Bar).close;
}

function sumOfCloses(bars: readonly Bar[], t: number, length: number): number {
  let sum = 0;
  for (let i = t - length + 1; i <= t; i++) sum += closeOf(bars, i);
  return sum;
}
