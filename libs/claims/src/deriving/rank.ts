import type { Fact } from '../facts/fact';

/** Words of what comes earlier, or what is compared with. */
export const EARLIER =
  /^(?:previous|prior|prev|baseline|before|forecast|budget|normal|control|placebo|benchmark|buyhold|passive|hodl|spy|index|peer|consensus|initial|old|reference|last_year)$/;

/** Earlier, or what is compared with, comes first. */
export function rank({ leaf, scope, path }: Fact): number {
  const terms = [...leaf.keys(), ...scope];
  const years = terms.flatMap((term) => /^#((?:19|20)\d\d)$/.exec(term)?.[1] ?? []).map(Number);
  if (years.length > 0) return Math.max(...years) * 10 + Number(/q([1-4])/.exec(path.toLowerCase())?.[1] ?? 0);
  return terms.some((term) => EARLIER.test(term)) ? 0 : 99_999;
}
