import { type Fact, type FactIndex, isLength } from '../facts/fact';
import { named, type Named } from '../naming/naming';
import type { Nearness } from '../naming/nearness';
import type { NumberToken } from '../reading/token';
import { hasSign, inUnitOf } from './units';

/** 60 is hardly said of a share of 0.4. */
const UNMEASURED = 0.6;

/** Figures that nobody writes as a percentage. */
const RATIOS = ['sharpe', 'sortino', 'calmar', 'profitfactor', 'rmultiple', 'leverage', 'turnover'];
const PRICES = ['trade', 'close', 'entry', 'stop', 'target'];
const COUNTED =
  'trade bar member seed win loss day decision week month session model trial step epoch vote share contract unit position'.split(
    ' ',
  );

const isNamed = ({ leaf }: Fact, terms: readonly string[]): boolean => terms.some((term) => leaf.has(term));

/** The facts that a number can be of, the best named first. */
export function namedFor(number: NumberToken, near: Nearness, index: FactIndex): Named[] {
  const facts = named(
    index.facts.filter((fact) => canBe(number, fact)),
    near,
    index,
  );
  for (const name of facts) {
    if (number.measure && name.fact.measure) name.core = true;
    if (number.measure && !name.fact.measure) name.score -= UNMEASURED;
    if (number.unit === 'number' && name.fact.currency) name.score -= UNMEASURED;
    name.score -= farOff(number, name.fact);
  }
  return facts.sort((a, b) => b.score - a.score);
}

/** Who states a wrong number seldom is wrong by orders of magnitude: then something else is meant. */
function farOff(number: NumberToken, fact: Fact): number {
  if (number.value === 0 || !fact.value) return 0;
  const values =
    (number.unit === 'currency' || number.bare) && fact.scale !== 1
      ? [fact.value * fact.scale]
      : inUnitOf(number, fact, true);
  const apart = values.map((actual) => Math.abs(Math.log10(Math.abs(actual) / number.value)));
  const nearest = Math.min(...apart);
  return nearest > 3 ? 2 : nearest > 1.5 ? 0.8 : 0;
}

/** A share is never a count, and only a whole number is the length of a list. */
function canBe(number: NumberToken, fact: Fact): boolean {
  const { unit, bare, value, measure } = number;
  if (fact.iso !== undefined) return false;
  if (isLength(fact)) return bare;
  if (measure && !canMeasure(measure.dimension, fact)) return false;
  const isWhole = Number.isInteger(fact.value);
  if (!Number.isInteger(value) && isWhole && !fact.percent && isNamed(fact, COUNTED)) return false;
  switch (unit) {
    case 'currency':
      return canBeMoney(fact);
    case 'percent':
    case 'basis_points':
      return canBeShare(fact);
    case 'multiple':
      return !isNamed(fact, PRICES);
    default:
      return true;
  }
}

function canMeasure(dimension: string, fact: Fact): boolean {
  if (fact.measure) return fact.measure.dimension === dimension;
  return !fact.currency && fact.scale === 1 && !fact.percent && !fact.basisPoints;
}

function canBeMoney(fact: Fact): boolean {
  return fact.currency || !(fact.percent || fact.basisPoints || fact.measure);
}

function canBeShare(fact: Fact): boolean {
  const { value, percent, basisPoints } = fact;
  if (percent || basisPoints) return true;
  if (
    fact.currency ||
    fact.measure ||
    fact.scale > 1 ||
    (isNamed(fact, RATIOS) && !fact.leaf.has('rate') && !(fact.leaf.has('leverage') && value < 1))
  )
    return false;
  if ((Number.isInteger(value) && isNamed(fact, COUNTED)) || isNamed(fact, ['entry', 'close']))
    return Math.abs(value) <= 1;
  return Math.abs(value) <= 100 || hasSign(fact);
}
