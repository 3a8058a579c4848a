/** One measured number with what it has to reach. `npm run bench` prints it as one JSON line. */
export interface Figure {
  bench: string;
  /** Snake case; the unit's short name may end it: `update_us`. */
  figure: string;
  /** The median of `samples` measurements, in `unit`. */
  value: number;
  unit: string;
  samples: number;
  target?: Target;
  /** What the number says nothing about: a count, a hash. */
  detail?: Record<string, unknown>;
}

export type Target = { atMost: number } | { atLeast: number };

/** A bench measures one room of the project; its figures come as soon as they are there. */
export type Bench = () => AsyncIterable<Omit<Figure, 'bench'>>;

/** The line of a figure: `{bench, figure, value, unit, samples, target, meets}`; without a target the two are null. */
export function lineOf({ detail, target, ...figure }: Figure): string {
  const meets = target === undefined ? null : reaches(figure.value, target);
  return JSON.stringify({ ...figure, target: target === undefined ? null : textOf(target), meets, ...detail });
}

function reaches(value: number, target: Target): boolean {
  return 'atMost' in target ? value <= target.atMost : value >= target.atLeast;
}

function textOf(target: Target): string {
  return 'atMost' in target ? `<= ${target.atMost}` : `>= ${target.atLeast}`;
}

/** The middle one, or the mean of the two in the middle. Throws without values. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('a median needs at least one value');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
