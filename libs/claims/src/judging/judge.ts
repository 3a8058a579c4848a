import type { ClaimStatus } from '../claim';
import { type FactIndex, isLength } from '../facts/fact';
import type { Named } from '../naming/naming';
import type { Nearness } from '../naming/nearness';
import type { NumberToken } from '../reading/token';
import { METRICS } from '../words/vocabulary';
import { namedFor } from './candidates';
import { isRival, isUndecided, lead, NO_ACCIDENT } from './rival';
import { digitsOf, fits, inUnitOf, isBeyond, isPerHundred, type Manner } from './units';

export interface Judgement {
  status: ClaimStatus;
  path?: string;
}

/** Surroundings so well spoken of name a fact without a word of its own. */
const SURROUNDED = 0.6;
/** Facts that are named as well as the best, give or take. */
const EQUAL = 0.06;
/** "Up to 20 %" is said of no less than 16 %. */
const LIMIT = 0.8;
/** So near is a word that speaks of the number itself. */
const OWN_WORD = 0.75;

/** So near is a word right at a number. */
const RIGHT_AT = 0.95;

const NONE: ReadonlySet<string> = new Set();

/**
 * Judges one number by the facts that have its value and by those that the words around it name. `stated` are paths of
 * facts that other numbers of the sentence state: a number is rather another fact than one of these again.
 */
export function judge(
  number: NumberToken,
  manner: Manner,
  near: Nearness,
  index: FactIndex,
  stated: ReadonlySet<string> = NONE,
): Judgement {
  const facts = namedFor(number, near, index).filter(({ fact }) => !manner.perHundred || isPerHundred(fact));
  const best = facts.find(mayContradict);
  if (manner.negated) return judgeNegation(number, manner, facts, best);
  const fit = facts.find((name) => fits(number, name.fact, manner, true) && isOnItsSide(number, name, manner));
  const rival =
    fit &&
    facts.find(
      (name) =>
        isRival(name, fit) &&
        !isUndecided(name, fit, near) &&
        !(stated.has(name.fact.path) && !isTold(name, fit, near)) &&
        name.score > fit.score + lead(name, fit, number),
    );
  if (fit && !rival && (fit.core || fit.around >= SURROUNDED || provesAlone(number, manner, fit, near, index)))
    return { status: 'supported', path: fit.fact.path };
  const beyond = best && compared(number, manner, facts, best);
  if (beyond) return { status: 'supported', path: beyond.fact.path };
  const meant = best ?? rival;
  return meant && !manner.foreseen ? { status: 'contradicted', path: meant.fact.path } : { status: 'unsupported' };
}

/** The length of a list contradicts only a number that is said to count its elements: "3 baselines". */
const mayContradict = ({ core, nearest, fact }: Named): boolean => core && (!isLength(fact) || nearest >= RIGHT_AT);

/** Does a word right at the number say the one fact and not the other? */
function isTold({ fact }: Named, { fact: other }: Named, near: Nearness): boolean {
  const own = [...fact.leaf.keys(), ...fact.scope].filter((term) => !other.leaf.has(term) && !other.scope.has(term));
  return own.some((term) => (near.get(term) ?? 0) >= RIGHT_AT);
}

/** A fact of 98.6 is not "above 99". */
function isOnItsSide(number: NumberToken, { fact }: Named, manner: Manner): boolean {
  if (manner.relation === 0 || number.step < 1) return true;
  return isBeyond(number, fact, manner) || fits({ ...number, step: 1e-9 * number.value }, fact, manner, true);
}

/** The fact that is as far above or below the number as the words say. */
function compared(number: NumberToken, manner: Manner, facts: readonly Named[], best: Named): Named | undefined {
  if (manner.relation === 0) return undefined;
  return equalsOf(facts, best).find(
    ({ fact }) =>
      isBeyond(number, fact, manner) &&
      (!manner.limit || inUnitOf(number, fact, true).some((actual) => Math.abs(actual) >= LIMIT * number.value)),
  );
}

const equalsOf = (facts: readonly Named[], best: Named): Named[] =>
  facts.filter(({ core, score }) => core && score >= best.score - EQUAL);

/** The facts that the words around a number name best. */
export function bestNamed(number: NumberToken, near: Nearness, index: FactIndex): Named[] {
  const facts = namedFor(number, near, index);
  const best = facts.find(({ core }) => core);
  return best ? equalsOf(facts, best) : [];
}

/** "Not 12 %" says that what is named is something else. */
function judgeNegation(number: NumberToken, manner: Manner, facts: readonly Named[], best?: Named): Judgement {
  if (!best) return { status: 'unsupported' };
  const meant = equalsOf(facts, best);
  const exact = { ...number, step: Math.min(number.step, number.value * 1e-3) };
  const other = meant.find(({ fact }) => Number.isFinite(fact.value) && !fits(exact, fact, manner, true));
  const replaced = manner.replaced ? meant.find(({ fact }) => fits(number, fact, manner, true)) : undefined;
  const borne = other ?? replaced;
  return { status: borne ? 'supported' : 'contradicted', path: (borne ?? best).fact.path };
}

/** May a fact that no word names support the number? Not a small count, nor one of a figure that no fact has. */
function provesAlone(
  number: NumberToken,
  { approximate }: Manner,
  { fact }: Named,
  near: Nearness,
  index: FactIndex,
): boolean {
  if (digitsOf(number) < (approximate ? NO_ACCIDENT : 2)) return false;
  return ![...near].some(
    ([term, nearness]) =>
      nearness >= OWN_WORD &&
      METRICS.has(term) &&
      !fact.leaf.has(term) &&
      !index.facts.some(({ leaf }) => leaf.has(term)),
  );
}
