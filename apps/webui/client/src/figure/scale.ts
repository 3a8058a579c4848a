/** Maps values onto pixels, linearly. */
export type Scale = (value: number) => number;

export function linear([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  const span = to - from || 1;
  return (value) => start + ((value - from) / span) * (end - start);
}

/** Smallest and largest of all numbers, with a little room; around `around` when there are none or all are the same. */
export function extentOf(lists: readonly (readonly number[])[], around: number): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const list of lists) {
    for (const value of list) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) [low, high] = [around, around];
  const room = high === low ? Math.abs(high) * 0.05 || 0.05 : (high - low) * 0.05;
  return [low - room, high + room];
}

/** About `wanted` round numbers within the extent: steps of 1, 2 or 5 times a power of ten. */
export function ticksOf([low, high]: readonly [number, number], wanted: number): number[] {
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * step);
}

/** An SVG path through (index, value); null values leave a gap. */
export function pathOf(values: readonly (number | null)[], x: Scale, y: Scale): string {
  let pen = 'M';
  return values
    .map((value, index) => {
      if (value === null) {
        pen = 'M';
        return '';
      }
      const point = `${pen}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = 'L';
      return point;
    })
    .join('');
}

/** The area between two lines. */
export function bandPath(low: readonly number[], high: readonly number[], x: Scale, y: Scale): string {
  if (low.length === 0) return '';
  const back = low
    .map((value, index) => `L${x(index).toFixed(1)} ${y(value).toFixed(1)}`)
    .reverse()
    .join('');
  return `${pathOf(high, x, y)}${back}Z`;
}
