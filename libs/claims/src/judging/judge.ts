import type { ClaimStatus } from '../claim';
import { type FactIndex, isLength } from '../facts/fact';
import { fieldOf, parentOf } from '../facts/paths';
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
  /** No other fact is named better. */
  sure?: boolean;
  /** Path of the best named fact with the number's value. */
  fit?: string;
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

/** What the other numbers of a sentence are. */
export interface Beside {
  /** Paths of the facts that they surely state. */
  stated: ReadonlySet<string>;
  /** Paths of the objects whose facts have their values. */
  homes: ReadonlySet<string>;
}

const NOTHING: Beside = { stated: new Set(), homes: new Set() };

/**
 * Judges one number by the facts that have its value and by those that the words around it name. It is rather another
 * fact than one that stands `beside` it in the sentence, and rather of the same object.
 */
export function judge(
  number: NumberToken,
  manner: Manner,
  near: Nearness,
  index: FactIndex,
  { stated, homes }: Beside = NOTHING,
): Judgement {
  const facts = namedFor(number, near, index).filter(({ fact }) => !manner.perHundred || isPerHundred(fact));
  const best = facts.find(mayContradict);
  if (manner.negated) return judgeNegation(number, manner, facts, best);
  const fit = facts.find((name) => fits(number, name.fact, manner, true) && isOnItsSide(number, name, manner));
  const isAtHome = ({ fact }: Named): boolean => homes.has(parentOf(fact.path));
  const isStrange = (name: Named, than: Named): boolean =>
    isAtHome(than) && !isAtHome(name) && !isCounterpart(name.fact.path, than.fact.path);
  const rival =
    fit &&
    facts.find(
      (name) =>
        isRival(name, fit) &&
        !isUndecided(name, fit, near) &&
        !stated.has(name.fact.path) &&
        !isStrange(name, fit) &&
        name.score > fit.score + lead(name, fit, number),
    );
  const isProven = (name: Named): boolean =>
    name.core || name.around >= SURROUNDED || isAtHome(name) || provesAlone(number, manner, name, near, index);
  if (fit && !rival && isProven(fit)) {
    const { path } = fit.fact;
    return { status: 'supported', path, fit: path, sure: !best || fit.score >= best.score - EQUAL };
  }
  const beyond = best && compared(number, manner, facts, best);
  if (beyond) return { status: 'supported', path: beyond.fact.path };
  const known = fit && digitsOf(number) >= 2 ? { fit: fit.fact.path } : {};
  const meant = best ?? rival;
  if (!meant || manner.foreseen) return { status: 'unsupported', ...known };
  return { status: 'contradicted', path: meant.fact.path, ...known };
}

/** The length of a list contradicts only a number that is said to count its elements: "3 baselines". */
const mayContradict = ({ core, nearest, fact }: Named): boolean => core && (!isLength(fact) || nearest >= RIGHT_AT);

/** `strategy.sharpe` and `benchmark.sharpe`: the same figure of two things that stand beside each other. */
function isCounterpart(a: string, b: string): boolean {
  return fieldOf(a) === fieldOf(b) && parentOf(parentOf(a)) === parentOf(parentOf(b));
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
