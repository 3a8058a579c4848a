import { writeFileSync } from 'node:fs';

const BARS = 400;
const DAY_MS = 86_400_000;

/** 400 daily bars that rise and fall by a fixed rule; the last one is of 2023-06-19, or of `last`. */
export function writeSampleCsv(path: string, last = new Date('2023-06-19T00:00:00Z')): void {
  const bars = Array.from({ length: BARS }, (_, index) => {
    const date = new Date(last.getTime() - (BARS - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    const close = 100 + 0.05 * index + 8 * Math.sin(index / 9);
    const open = 100 + 0.05 * (index - 1) + 8 * Math.sin((index - 1) / 9);
    return [date, open, Math.max(open, close) * 1.01, Math.min(open, close) * 0.99, close, 1000].join(',');
  });
  writeFileSync(path, ['date,open,high,low,close,volume', ...bars].join('\n'));
}
