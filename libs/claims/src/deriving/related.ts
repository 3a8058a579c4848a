import type { Fact, FactIndex } from '../facts/fact';
import { fieldOf, parentOf } from '../facts/paths';
import type { Nearness } from '../naming/nearness';
import { sameKind } from './derived-value';
import { EARLIER, rank } from './rank';

const SAID = 0.15;
/** So near a word must be that names an operand in full, or by what is around it. */
const FULLY = 0.7;
/** Share of a name that must be said. */
const WELL_SAID = 0.5;
const SMALL_GROUP = 4;

/** The same figure of two things, or two things that the sentence speaks of. */
export function isRelated(a: Fact, b: Fact, near: Nearness, stated: ReadonlySet<Fact>): boolean {
  const isSaid = (fact: Fact): boolean => stated.has(fact) || isWellSaid(fact, near) || isPrice(fact);
  return fieldOf(a.path) === fieldOf(b.path) || (isSaid(a) && isSaid(b));
}

/** "Resistance at 216.30 is 5 points away": from the last close, which needs no word. */
function isPrice({ leaf, path }: Fact): boolean {
  return (
    leaf.has('close') && !path.endsWith(']') && [...leaf.keys()].every((term) => term === 'close' || term === 'last')
  );
}

/** Is half of its name said, or what is around it? */
export function isWellSaid({ leaf, scope }: Fact, near: Nearness): boolean {
  const isAround = (term: string): boolean => (near.get(term) ?? 0) >= FULLY && !/^(?:nth\d+|self)$/.test(term);
  if ([...scope].some(isAround)) return true;
  const all = [...leaf];
  const later = all.filter(([term]) => !EARLIER.test(term));
  const own = later.some(([, weight]) => weight >= 0.5) ? later : all;
  const least = own.some(([, weight]) => weight >= 1) ? 1 : 0.5;
  const core = own.filter(([, weight]) => weight >= least);
  const said = core.filter(([term]) => (near.get(term) ?? 0) >= SAID);
  return core.length > 0 && said.length / core.length >= WELL_SAID;
}

/** Is every word of its name said that says something? */
export function isFullySaid({ leaf }: Fact, near: Nearness): boolean {
  const core = [...leaf].filter(([, weight]) => weight >= 1);
  return core.length > 0 && core.every(([term]) => (near.get(term) ?? 0) >= FULLY);
}

/** `forecast_gwh` and `energy_gwh`, `ctr.control` and `ctr.treatment`: one is there for the other to be compared with. */
export function isCompared(a: Fact, b: Fact): boolean {
  const isOfOne = parentOf(a.path) === parentOf(b.path) || fieldOf(a.path) === fieldOf(b.path);
  return isOfOne && sameKind(a, b) && (rank(a) === 0) !== (rank(b) === 0);
}

/** Two of a few numbers of one object. */
export function isOfSmallGroup(a: Fact, b: Fact, { facts }: FactIndex): boolean {
  const parent = parentOf(a.path);
  if (parent === '' || parent !== parentOf(b.path) || a.path.endsWith(']')) return false;
  return facts.filter(({ path }) => parentOf(path) === parent).length <= SMALL_GROUP;
}
