import { coreOf, isLength } from '../facts/fact';
import { fieldOf, parentOf } from '../facts/paths';
import type { Named } from '../naming/naming';
import type { Nearness } from '../naming/nearness';
import type { NumberToken } from '../reading/token';
import { digitsOf } from './units';

/** So many digits in common with a fact are no accident. */
export const NO_ACCIDENT = 3;
/** By digits: how much better another fact must be named than the one with the number's value. */
const LEAD = [0.1, 0.6, 0.7, 1.5, 1.8];
/** The same for two that are the same figure of two things: these are easily mixed up. */
const LEAD_OF_AKIN = [0.05, 0.1, 0.15, 0.2, 0.25];
const LEAD_OF_SWAPPED = 0.1;
/** So near is a word that is said of a number at all. */
const SAID = 0.15;
/** Right beside the number, and clearly further away. */
const BESIDE = { near: 0.95, apart: 0.3 };
/** Orders of magnitude that two figures may be apart and still be mixed up: of one object, and of two. */
const SIZE = { beside: 1.5, elsewhere: 0.3 };

/** May what is named contradict a number that `fit` has the value of? */
export function isRival({ core, fact }: Named, fit: Named): boolean {
  return !isLength(fact) && (core || fieldOf(fact.path) === fieldOf(fit.fact.path));
}

/** How much better the rival must be named: the more, the less the number's value is an accident. */
export function lead(rival: Named, fit: Named, number: NumberToken): number {
  if (isSwapped(rival, fit)) return LEAD_OF_SWAPPED;
  const leads = isAkin(rival, fit) ? LEAD_OF_AKIN : LEAD;
  return leads[Math.min(digitsOf(number), leads.length - 1)] ?? 0;
}

/** "Stop 110, target 95": right beside the number stands the name of a fact that is easily mixed up with the one that fits. */
function isSwapped(rival: Named, fit: Named): boolean {
  const apart = Math.abs(Math.log10(Math.abs(rival.fact.value / fit.fact.value)));
  return (
    apart < (parentOf(fit.fact.path) === parentOf(rival.fact.path) ? SIZE.beside : SIZE.elsewhere) &&
    rival.nearest >= BESIDE.near &&
    fit.nearest <= rival.nearest - BESIDE.apart
  );
}

function isAkin({ fact: rival }: Named, { fact: fit }: Named): boolean {
  return fieldOf(fit.path) === fieldOf(rival.path) || coreOf(fit).some((term) => rival.leaf.has(term));
}

/** Is nothing said that tells the two apart, "position" of `current_position` and `target_position`? */
export function isUndecided({ fact: rival }: Named, { fact: fit }: Named, near: Nearness): boolean {
  const isSaid = (term: string): boolean => (near.get(term) ?? 0) >= SAID;
  const [ours, theirs] = [coreOf(fit), coreOf(rival)];
  if (!ours.some((term) => isSaid(term) && theirs.includes(term))) return false;
  const isTold = [...rival.leaf.keys(), ...rival.scope].some(
    (term) => isSaid(term) && !fit.leaf.has(term) && !fit.scope.has(term),
  );
  const unsaid = (terms: readonly string[]): number => terms.filter((term) => !isSaid(term)).length;
  const isMarked = fit.marked.some((term) => !rival.marked.includes(term));
  return !isTold && !isMarked && unsaid(ours) > 0 && unsaid(ours) <= unsaid(theirs);
}
