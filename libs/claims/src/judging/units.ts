import type { Fact } from '../facts/fact';
import type { NumberToken } from '../reading/token';

/** What the words around a number say of it. */
export interface Manner {
  /** −1: "lost", "fell by"; 1: "gained", "rose by"; 0: neither. */
  direction: -1 | 0 | 1;
  /** "about", "roughly", "nearly". */
  approximate: boolean;
  /** 1: the fact is said to be above the number, −1: below it. */
  relation: -1 | 0 | 1;
  /** "not 12 %", "rather than 12 %". */
  negated: boolean;
  /** "Instead of 100 %": negated, and what was to be. */
  replaced: boolean;
  /** "49 of 100": it is on a scale of 0 to 100. */
  perHundred: boolean;
  /** "Up to 20 %". */
  limit: boolean;
  /** "May fall to 87": nothing that is contradicts it. */
  foreseen: boolean;
  /** "The worst month": a loss, or the least gain. */
  worst: boolean;
}

const PER_HUNDRED = ['confidence', 'rsi', 'score', 'percentile', 'stochastic', 'adx', 'mfi', 'cap', 'rank'];
const WITHOUT_SIGN = [
  'drawdown',
  'stop',
  'loss',
  'cost',
  'slippage',
  'risk',
  'var',
  'cvar',
  'decline',
  'fee',
  'deficit',
  'churn',
  'outflow',
  'burn',
  'debt',
  'position',
  'degradation',
  'attrition',
  'dropout',
  'discount',
  'error',
];
const WITH_SIGN = [
  'return',
  'profit',
  'excess',
  'change',
  'growth',
  'momentum',
  'alpha',
  'gain',
  'performance',
  'difference',
];

/** So much of a figure may be cut off: 11.87 is 11.8, 0.99 is not 0.9. */
const CUT_OFF = 0.06;

/** Written as 0 by anybody. */
const NOUGHT = 5e-5;

const has = (fact: Fact, terms: readonly string[]): boolean => terms.some((term) => fact.leaf.has(term));

/** Is it a figure that may be a gain or a loss? */
export function hasSign(fact: Fact): boolean {
  return has(fact, WITH_SIGN);
}

/** Is it a figure on a scale of 0 to 100? */
export function isPerHundred(fact: Fact): boolean {
  return has(fact, PER_HUNDRED);
}

/** The fact's value in the number's unit: a share of 0.123 is 12.3 %; some facts can be meant in two ways. */
export function inUnitOf(number: NumberToken, fact: Fact, named: boolean): number[] {
  const { value } = fact;
  switch (number.unit) {
    case 'percent':
      if (fact.percent) return [value];
      if (fact.basisPoints) return [value / 100];
      if (has(fact, PER_HUNDRED)) return Math.abs(value) <= 1 ? [value, value * 100] : [value];
      return Math.abs(value) > 1 && named ? [value * 100, value] : [value * 100];
    case 'basis_points':
      return fact.basisPoints ? [value] : [fact.percent ? value * 100 : value * 1e4];
    default:
      if (number.measure && fact.measure?.dimension === number.measure.dimension)
        return [(value * fact.scale * fact.measure.size) / number.measure.size];
      // a pip is a ten-thousandth of an exchange rate
      if (number.measure?.dimension === 'pips') return [value * 1e4];
      if (fact.scale !== 1) return [value, value * fact.scale];
      // the document says once for all that its figures are in millions
      if (number.magnitude && Math.abs(value) < 1e5) return [value, value * number.magnitude];
      if (fact.percent) return [value, value / 100];
      if (fact.basisPoints) return [value, value / 1e4];
      return named && number.value > 1 && Math.abs(value) <= 1 && has(fact, [...PER_HUNDRED, 'probability'])
        ? [value, value * 100]
        : [value];
  }
}

/** Signs that the number may have, given what is written and what the fact measures. */
function signed(number: NumberToken, fact: Fact, { direction, worst }: Manner): number[] {
  const { value, sign } = number;
  if (value === 0) return [0];
  if (has(fact, WITHOUT_SIGN)) return [value, -value];
  if (sign === -1) return [-value];
  if (sign === 1) return [value];
  if (worst) return [value, -value];
  if (direction === 0) return [value];
  return has(fact, WITH_SIGN) || has(fact, ['sharpe', 'sortino', 'calmar']) || fact.value < 0
    ? [direction * value]
    : [value, -value];
}

/** Half of the last written digit; more for "about", but never more than 5 % or one unit of the last digit that is not 0. */
function tolerance({ value, step }: NumberToken, approximate: boolean): number {
  const half = step / 2;
  if (!approximate || value === 0) return half * (1 + 1e-9);
  let digit = step;
  while (Math.abs(value / (digit * 10) - Math.round(value / (digit * 10))) < 1e-9) digit *= 10;
  return Math.max(half, Math.min(0.05 * value, digit));
}

/** Does the number state this fact: rounded or cut off to the digits that are written? */
export function fits(number: NumberToken, fact: Fact, manner: Manner, named: boolean): boolean {
  if (!Number.isFinite(fact.value)) return false;
  if (number.bare && number.value <= 1 && Math.abs(fact.value) < 1 && Math.abs(fact.value) > NOUGHT) return false;
  const slack = tolerance(number, manner.approximate);
  return inUnitOf(number, fact, named).some((actual) =>
    signed(number, fact, manner).some((said) => {
      if (Math.abs(actual - said) <= slack + 1e-9 * Math.abs(actual))
        return said === 0 || actual === 0 || Math.sign(actual) === Math.sign(said);
      const cut = Math.abs(actual) - Math.abs(said);
      const mayCut = manner.relation === 0 && (number.step < 1 || number.value >= 10);
      return (
        mayCut &&
        !Number.isInteger(actual) &&
        Math.sign(actual) === Math.sign(said) &&
        cut > 0 &&
        cut < CUT_OFF * Math.abs(actual) &&
        cut < number.step * (1 - 1e-9)
      );
    }),
  );
}

/** Is the fact on the stated side of the number ("above 70", "no more than 20 %")? */
export function isBeyond(number: NumberToken, fact: Fact, manner: Manner): boolean {
  const isSigned = number.sign !== 0 || has(fact, WITH_SIGN) || fact.value < 0;
  const said =
    has(fact, WITHOUT_SIGN) || !isSigned ? number.value : (number.sign || manner.direction || 1) * number.value;
  return inUnitOf(number, fact, true).some((actual) => {
    const value = has(fact, WITHOUT_SIGN) ? Math.abs(actual) : actual;
    const losing = said < 0 && manner.direction === -1 && number.sign === 0 ? -1 : 1;
    return (value - said) * manner.relation * losing > 0;
  });
}

/** How many digits a number is written with, without leading zeros. */
export function digitsOf({ value, step }: NumberToken): number {
  return value === 0 ? 0 : Math.floor(Math.log10(value / step) + 1e-9) + 1;
}
