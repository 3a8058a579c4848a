/** How a number is written: `percent` is per hundred, `multiple` is "1.5x", "2R" and "1:2", dates and times are instants. */
export type Unit = 'number' | 'percent' | 'basis_points' | 'multiple' | 'currency' | 'date' | 'time';

/**
 * `supported`: a fact has this value; where the sentence names a fact, that very fact.
 * `contradicted`: the sentence names a fact, and its value is another one.
 * `unsupported`: no fact fits.
 */
export type ClaimStatus = 'supported' | 'contradicted' | 'unsupported';

/** One number, date or time that a text states. */
export interface Claim {
  /** As written, with sign and unit. */
  text: string;
  /** Offset of `text` in UTF-16 units. */
  start: number;
  /** The number in its unit, with the sign that sign or words ("lost", "fell by") give; ISO text for dates and times. */
  value: number | string;
  unit: Unit;
  status: ClaimStatus;
  /** Path of the fact that supports or contradicts: `baselines[0].metrics.sharpe`. */
  path?: string;
}
