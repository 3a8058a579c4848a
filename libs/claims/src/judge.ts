import type { ClaimStatus } from './claim';
import type { Fact, FactIndex } from './facts';
import { named, type Named } from './naming';
import { fieldOf, parentOf } from './paths';
import type { Nearness } from './nearness';
import type { NumberToken } from './token';
import { fits, hasSign, inUnitOf, isBeyond, isPerHundred, type Manner } from './units';
import { METRICS } from './vocabulary';

export interface Judgement {
  status: ClaimStatus;
  path?: string;
}

/** How much better another fact must be named before it contradicts a number that some fact has. */
const MARGIN = 0.1;
/** By digits: what a value that is written so exactly says for itself. */
/** At most, between the same figures of two things. */
const AKIN = 0.25;
const EVIDENCE = [0, 0.3, 0.7, 1.1, 1.5];
/** A number and a key that write the same unit belong together. */
const SAME_UNIT = 0.15;
/** Surroundings that are said that clearly name a fact without a word of its own. */
const SURROUNDED = 0.6;
const SAME_MEASURE = 0.4;
/** A fact must be named so well before a number may lie above or below it. */
const SPOKEN = 0.5;
/** 60 is hardly said of a share of 0.4. */
const UNMEASURED = 0.3;
/** 6.4 is hardly said of 78. */
const OTHER_FORM = 0.5;
const OFF_SCALE = 0.4;
const WIDE_MARGIN = 0.6;
const NEARBY = 0.8;
const COUNTED_NOUN = 0.95;
const SAID = 0.15;
const LIMIT = 0.8;
const ADJACENT = 0.95;
const APART = 0.3;
/** Facts that are named as well as the best, give or take. */
const EQUAL = 0.06;

const IDENTITIES = ['fold', 'id', 'rank', 'epoch', 'seed', 'trial', 'step'];
/** Figures that nobody writes as a percentage. */
const RATIOS = ['sharpe', 'sortino', 'calmar', 'profitfactor', 'rmultiple', 'leverage', 'turnover'];
const COUNTED = new Set(
  'trade bar member seed win loss day decision week month session model trial step epoch vote share contract unit position'.split(
    ' ',
  ),
);

const SCALED = new Set(
  'confidence rsi score percentile stochastic adx mfi cap rank return drawdown winrate'.split(' '),
);
const PEOPLE = new Set(
  'customer user patient employee member visitor headcount trade bar order participant'.split(' '),
);

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
  const best = facts.find((name) => mayContradict(number, name));
  if (manner.negated) return judgeNegation(number, manner, facts, best);
  const fitting = facts.filter(({ fact }) => fits(number, fact, manner, true) && isOnItsSide(number, fact, manner));
  const [fit] = fitting;
  const rival =
    fit &&
    facts.find(
      (name) =>
        isRival(name, fit) &&
        !(number.unit === 'percent' && isCountLike(name.fact)) &&
        !isLikelyMeant(fit, name, near) &&
        !(stated.has(name.fact.path) && !stated.has(fit.fact.path) && ownNearness(name, fit, near) < ADJACENT) &&
        !(manner.listed && isElement(fit.fact) && !isElement(name.fact)) &&
        !(manner.compared && fieldOf(name.fact.path) === fieldOf(fit.fact.path)) &&
        fit.score < name.score - (manner.compared ? WIDE_MARGIN : marginOf(fit, name, number)),
    );
  if (fit && !rival && (fit.core || fit.around >= SURROUNDED || provesAlone(number, fit, near, index)))
    return { status: 'supported', path: fit.fact.path };
  if (best && manner.relation !== 0) {
    const equals = facts.filter(({ core, score }) => core && score >= best.score - EQUAL);
    const beyond = equals.find(
      ({ fact, nearest }) =>
        nearest >= SPOKEN && isBeyond(number, fact, manner) && (!manner.limit || isNearLimit(number, fact)),
    );
    if (beyond) return { status: 'supported', path: beyond.fact.path };
  }
  const meant = best ?? rival;
  return meant && !manner.foreseen ? { status: 'contradicted', path: meant.fact.path } : { status: 'unsupported' };
}

/** A whole number that no key calls a percentage may be one, but says nothing against another. */
function isCountLike({ value, percent, basisPoints, leaf }: Fact): boolean {
  return (
    Number.isInteger(value) &&
    Math.abs(value) > 1 &&
    !percent &&
    !basisPoints &&
    ![...leaf.keys()].some((term) => SCALED.has(term))
  );
}

/** How near what is said of the one and not of the other is. */
function ownNearness({ fact }: Named, { fact: other }: Named, near: Nearness): number {
  const own = [...fact.leaf.keys(), ...fact.scope].filter((term) => !other.leaf.has(term) && !other.scope.has(term));
  return Math.max(0, ...own.map((term) => near.get(term) ?? 0));
}

const isElement = ({ path }: Fact): boolean => path.endsWith(']');

/** A fact of 98.6 is not "above 99". */
function isOnItsSide(number: NumberToken, fact: Fact, manner: Manner): boolean {
  if (manner.relation === 0 || number.step < 1) return true;
  return isBeyond(number, fact, manner) || fits({ ...number, step: 1e-9 * number.value }, fact, manner, true);
}

/** "Up to 20 %" is hardly said of 5 %. */
function isNearLimit(number: NumberToken, fact: Fact): boolean {
  const isRound = number.value % (10 ** Math.floor(Math.log10(number.value || 1)) / 2) === 0;
  return isRound && inUnitOf(number, fact, true).some((actual) => Math.abs(actual) >= LIMIT * number.value);
}

/** The length of a list contradicts only a number that is said to count its elements: "3 baselines". */
function mayContradict(number: NumberToken, { core, nearest, fact }: Named): boolean {
  return (
    core &&
    !(number.unit === 'percent' && isCountLike(fact)) &&
    (!fact.path.endsWith('.length') || nearest >= COUNTED_NOUN)
  );
}

/** Is nothing said that tells the rival from the fact that fits, "position" of `current_position` and `target_position`? */
function isLikelyMeant({ fact: fit }: Named, { fact: rival }: Named, near: Nearness): boolean {
  const isSaid = (term: string): boolean => (near.get(term) ?? 0) >= SAID;
  const own = ({ leaf }: Fact): string[] => [...leaf].filter(([, weight]) => weight >= 0.5).map(([term]) => term);
  const [fits, rivals] = [own(fit), own(rival)];
  if (!fits.some((term) => isSaid(term) && rivals.includes(term))) return false;
  const tells = [...rival.leaf.keys(), ...rival.scope].some(
    (term) => isSaid(term) && !fit.leaf.has(term) && !fit.scope.has(term),
  );
  const unsaid = (terms: readonly string[]): number => terms.filter((term) => !isSaid(term)).length;
  const isMarked = fit.marked.some((term) => !rival.marked.includes(term));
  return !tells && !isMarked && unsaid(fits) > 0 && unsaid(fits) <= unsaid(rivals);
}

/**
 * How much better the rival may be named: hardly, where the two are the same figure of two things; more, where the fact
 * is named closely, too, and its many digits are no accident.
 */
function marginOf(fit: Named, rival: Named, number: NumberToken): number {
  if (Number.isNaN(rival.fact.value)) return 0;
  const core = ({ leaf }: Fact): string[] => [...leaf].filter(([, weight]) => weight >= 0.5).map(([term]) => term);
  const isAkin =
    fieldOf(fit.fact.path) === fieldOf(rival.fact.path) || core(fit.fact).some((term) => rival.fact.leaf.has(term));
  const digits = digitsOf(number);
  if (isSwapped(fit, rival)) return MARGIN;
  if (isAkin) return Math.min(AKIN, 0.05 * digits + 0.05);
  return Math.max(fit.nearest >= NEARBY && digits >= 2 ? WIDE_MARGIN : MARGIN, EVIDENCE[Math.min(digits, 4)] ?? 0);
}

/** "Stop 110, target 95": right beside the number stands the name of what lies beside the fact that fits. */
function isSwapped(fit: Named, rival: Named): boolean {
  return (
    parentOf(fit.fact.path) === parentOf(rival.fact.path) &&
    rival.nearest >= ADJACENT &&
    fit.nearest <= rival.nearest - APART
  );
}

/** May what is named rather be this fact than the one that fits? */
function isRival({ core, nearest, around, fact }: Named, fit: Named): boolean {
  if (fact.path.endsWith('.length')) return false;
  if (fit.fact.path.endsWith('.length') && fit.nearest >= COUNTED_NOUN && !core) return false;
  const isPlainElement = isElement(fact) && fact.marked.length === 1;
  if (isPlainElement && parentOf(fact.path) !== parentOf(fit.fact.path) && around < SURROUNDED && nearest < NEARBY)
    return false;
  return (
    core || fieldOf(fact.path) === fieldOf(fit.fact.path) || (around >= SURROUNDED && around > fit.around + MARGIN)
  );
}

/** The facts that a number can be of, the best named first. */
function namedFor(number: NumberToken, near: Nearness, index: FactIndex): Named[] {
  const facts = named(
    index.facts.filter((fact) => canBe(number, fact)),
    near,
    index,
  );
  for (const name of facts) {
    if (sameUnit(number, name.fact)) name.score += SAME_UNIT;
    if (sameMeasure(number, name.fact)) {
      name.score += SAME_MEASURE;
      name.core ||= name.fact.measure !== undefined;
    }
    if (
      !Number.isInteger(number.value) &&
      Number.isInteger(name.fact.value) &&
      number.unit === 'number' &&
      name.fact.scale === 1 &&
      Math.abs(name.fact.value) >= 10
    )
      name.score -= OTHER_FORM;
    if (number.measure && !name.fact.measure) name.score -= UNMEASURED;
    if (isOffScale(number, name.fact)) name.score -= OFF_SCALE;
    name.score -= farOff(number, name.fact);
  }
  return facts.sort((a, b) => b.score - a.score);
}

function sameUnit({ unit }: NumberToken, fact: Fact): boolean {
  return (
    (unit === 'percent' && fact.percent) ||
    (unit === 'basis_points' && fact.basisPoints) ||
    (unit === 'currency' && fact.currency)
  );
}

function sameMeasure({ measure }: NumberToken, fact: Fact): boolean {
  return measure !== undefined && measure.dimension === fact.measure?.dimension;
}

/** Who states a wrong number seldom is wrong by orders of magnitude: then something else is meant. */
function farOff(number: NumberToken, fact: Fact): number {
  if (number.value === 0 || !fact.value) return 0;
  const apart = inUnitOf(number, fact, true).map((actual) => Math.abs(Math.log10(Math.abs(actual) / number.value)));
  const nearest = Math.min(...apart);
  return nearest > 3 ? 2 : nearest > 1.5 ? 0.8 : 0;
}

function isOffScale({ bare, value, unit }: NumberToken, fact: Fact): boolean {
  if (unit === 'percent') return Math.abs(fact.value) > 100 && !fact.percent && !isPerHundred(fact);
  if (unit === 'number' && fact.percent) return value > 1000;
  if (unit !== 'number' || value < 2 || isPerHundred(fact)) return false;
  return bare ? Math.abs(fact.value) < 1 : Math.abs(fact.value) < value / 1000;
}

/** The facts that the words around a number name best. */
export function bestNamed(number: NumberToken, near: Nearness, index: FactIndex): Named[] {
  const facts = namedFor(number, near, index);
  const best = facts.find(({ core }) => core);
  return facts.filter(({ core, score }) => core && best && score >= best.score - EQUAL);
}

/** "Not 12 %" says that what is named is something else. */
function judgeNegation(number: NumberToken, manner: Manner, facts: readonly Named[], best?: Named): Judgement {
  if (!best) return { status: 'unsupported' };
  const meant = facts.filter(({ core, score }) => core && score >= best.score - EQUAL);
  const exact = { ...number, step: Math.min(number.step, number.value * 1e-3) };
  const other = meant.find(({ fact }) => Number.isFinite(fact.value) && !fits(exact, fact, manner, true));
  const replaced = manner.replaced ? meant.find(({ fact }) => fits(number, fact, manner, true)) : undefined;
  const borne = other ?? replaced;
  return { status: borne ? 'supported' : 'contradicted', path: (borne ?? best).fact.path };
}

/** May a fact that no word names support the number? Not a small count, nor one of a figure that no fact has. */
function provesAlone(number: NumberToken, { fact }: Named, near: Nearness, index: FactIndex): boolean {
  if (digitsOf(number) < 2) return false;
  return ![...near].some(
    ([term, nearness]) =>
      nearness >= 0.75 && METRICS.has(term) && !fact.leaf.has(term) && !index.facts.some(({ leaf }) => leaf.has(term)),
  );
}

/** How many digits a number is written with, without leading zeros. */
function digitsOf({ value, step }: NumberToken): number {
  return value === 0 ? 0 : Math.floor(Math.log10(value / step) + 1e-9) + 1;
}

/** A share is never a count, and only a whole number is the length of a list. */
export function canBe({ unit, bare, value, measure }: NumberToken, fact: Fact): boolean {
  if (fact.iso !== undefined) return false;
  if (unit === 'currency' && !fact.currency && fact.scale === 1 && value >= 2 && Math.abs(fact.value) < 1) return false;
  if (
    unit === 'currency' &&
    [...fact.leaf.keys()].some((term) => PEOPLE.has(term)) &&
    Number.isInteger(fact.value) &&
    !fact.currency &&
    fact.leaf.size <= 2
  )
    return false;
  if (unit === 'currency' && (fact.percent || fact.basisPoints || fact.measure)) return false;
  const isShare = unit === 'percent' || unit === 'basis_points';
  if (isShare && (fact.currency || fact.measure || (fact.scale > 1 && !fact.percent))) return false;
  if (isShare && Math.abs(fact.value) > 100 && !fact.percent && !fact.basisPoints && !hasSign(fact)) return false;
  if (measure && (fact.currency || fact.scale > 1) && !fact.measure) return false;
  if (measure && (fact.percent || fact.basisPoints || (fact.measure && fact.measure.dimension !== measure.dimension)))
    return false;
  if (fact.path.endsWith('.length')) return bare;
  if (
    !Number.isInteger(value) &&
    Number.isInteger(fact.value) &&
    !fact.percent &&
    [...fact.leaf.keys()].some((term) => COUNTED.has(term))
  )
    return false;
  if (unit === 'number' || unit === 'currency') return true;
  if (IDENTITIES.some((term) => fact.leaf.has(term)) && Number.isInteger(fact.value)) return false;
  if (unit !== 'multiple' && RATIOS.some((term) => fact.leaf.has(term)) && !fact.leaf.has('rate')) return false;
  if (unit === 'multiple') return !['trade', 'close', 'entry', 'stop', 'target'].some((term) => fact.leaf.has(term));
  return (
    !Number.isInteger(fact.value) ||
    Math.abs(fact.value) <= 1 ||
    fact.percent ||
    fact.basisPoints ||
    isPerHundred(fact) ||
    (Math.abs(fact.value) <= 100 && ![...fact.leaf.keys()].some((term) => COUNTED.has(term)))
  );
}
