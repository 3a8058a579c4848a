import type { Fact } from '../facts/fact';

/** A number that follows from facts. */
export interface Derived {
  value: number;
  /** Of the fact that the value is measured like; without, a plain share or ratio. */
  like?: Fact;
  path: string;
  /** Sign that the difference of later to earlier or of the subject to its benchmark has. */
  sign?: number;
  /** A share of a whole may also be said to be above or below a number. */
  whole?: true;
}

/** May two facts be added and subtracted? */
export function sameKind(a: Fact, b: Fact): boolean {
  return (
    a.percent === b.percent &&
    a.basisPoints === b.basisPoints &&
    a.scale === b.scale &&
    (!a.measure || !b.measure || a.measure.size === b.measure.size) &&
    ((a.currency && b.currency) || Math.abs(a.value) > 1.5 === Math.abs(b.value) > 1.5)
  );
}

/** Does it count things? */
export function isCount({ value, percent, basisPoints, measure }: Fact): boolean {
  return Number.isInteger(value) && value > 0 && !percent && !basisPoints && !measure;
}
