import type { Cues } from './cues';
import { type Derived, isCount, sameKind } from './derived-value';
import type { Fact, FactIndex } from '../facts/fact';
import { countedGroups, extremes, sharesOfSum, sums } from './groups';
import type { Judgement } from '../judging/judge';
import { named, type Named } from '../naming/naming';
import type { Nearness } from '../naming/nearness';
import { fieldOf, parentOf } from '../facts/paths';
import { EARLIER, rank } from './rank';
import { distancesToClose, rewardToRisk, riskAndReward, sharesOfPrice } from './plan-levels';
import type { NumberToken } from '../reading/token';
import { fits, isBeyond, type Manner } from '../judging/units';

/** How many of the best named facts are combined. */
const OPERANDS = 8;
const REACH = 1.2;
const SAID = 0.15;
const SURROUNDED = 0.6;
/** Three digits. */
const PRECISE = 100;
/** Share of a name that must be said. */
const WELL_SAID = 0.5;

/**
 * A number that follows from two facts or a group of them, where the words around it say how: a difference, a sum, a
 * ratio, a relative change, a share, the rest to 100 %. `stated` are the facts that other numbers of the sentence state.
 */
export function judgeDerived(
  number: NumberToken,
  manner: Manner,
  cues: Cues,
  near: Nearness,
  stated: readonly Fact[],
  index: FactIndex,
): Judgement | undefined {
  const operands = operandsOf(near, stated, index);
  const neutral: Manner = { ...manner, direction: 0, negated: false };
  const plain: NumberToken = {
    ...number,
    sign: 0,
    ...(cues.points && number.unit === 'number' && { unit: 'percent' }),
  };
  const hit = candidates(plain, cues, operands, near, stated, index).find(({ value, like, sign, whole }) => {
    if (sign && cues.direction && sign !== cues.direction) return false;
    const base = like ?? PLAIN;
    const fact = { ...base, leaf: NAMELESS, value: Math.abs(value) };
    if (fits(plain, fact, neutral, false) || fits(number, fact, neutral, false)) return true;
    return whole === true && neutral.relation !== 0 && isBeyond(plain, fact, neutral);
  });
  return hit && { status: 'supported', path: hit.path };
}

const NAMELESS = new Map<string, number>();
const PLAIN: Fact = {
  path: '',
  value: 0,
  leaf: NAMELESS,
  scope: new Set(),
  marked: [],
  percent: false,
  basisPoints: false,
  scale: 1,
  currency: false,
  measure: undefined,
};

/** Of two that differ only in what they are of, is it the other one that the sentence names? */
function isOutnamed({ fact, score }: Named, all: readonly Named[]): boolean {
  const field = fieldOf(fact.path);
  return all.some((other) => other.score > score + 0.2 && fieldOf(other.fact.path) === field);
}

const WHOLES = new Set(
  'n total count participant recipient visitor sample customer patient user order request population member trade sent randomised received'.split(
    ' ',
  ),
);

/** A count of all: what a share may be of. */
function isWhole({ leaf, value }: Fact): boolean {
  return Number.isInteger(value) && value > 1 && [...leaf.keys()].some((term) => WHOLES.has(term));
}

interface Operands {
  /** Stated or named. */
  main: ReadonlySet<Fact>;
  /** With those beside them. */
  all: readonly Fact[];
}

/** The facts that are stated or named around the number, the best first. */
function operandsOf(near: Nearness, stated: readonly Fact[], index: FactIndex): Operands {
  const numeric = index.facts.filter(({ value, iso }) => Number.isFinite(value) && iso === undefined);
  const all = named(numeric, near, index);
  const ranked = all.filter((name) => (name.core || name.around >= SURROUNDED) && !isOutnamed(name, all));
  const best = ranked[0]?.score ?? 0;
  const close = ranked.filter(({ score }) => score >= best - REACH).slice(0, OPERANDS);
  const chosen = [...stated, ...close.map(({ fact }) => fact)];
  const fields = new Set(chosen.slice(0, OPERANDS / 2).map(({ path }) => fieldOf(path)));
  const parents = new Set(chosen.slice(0, 2).map(({ path }) => parentOf(path)));
  const siblings = numeric
    .filter(({ path }) => fields.has(fieldOf(path)) || parents.has(parentOf(path)))
    .slice(0, 2 * OPERANDS);
  return {
    main: new Set(chosen),
    all: [...new Set([...chosen, ...siblings, ...numeric.filter(isWhole).slice(0, OPERANDS)])],
  };
}

function candidates(
  number: NumberToken,
  cues: Cues,
  { main, all: operands }: Operands,
  near: Nearness,
  stated: readonly Fact[],
  index: FactIndex,
): Derived[] {
  const found: Derived[] = [];
  const isStated = new Set(stated);
  operands.forEach((a, i) => {
    if (cues.complement && main.has(a) && !a.percent && a.value > 0 && a.value < 1)
      found.push({ value: 1 - a.value, path: a.path });
    for (const b of operands.slice(i + 1)) {
      const both = isStated.has(a) && isStated.has(b);
      const elements = a.path.endsWith(']') && b.path.endsWith(']');
      if (!main.has(a) && !main.has(b)) continue;
      if (both || (!elements && related(a, b, near, isStated)) || ofSmallGroup(a, b, index) || isOutcome(a, b))
        found.push(...pairDerived(a, b, number, cues));
      found.push(...shares(a, b, main, cues, near));
      if (cues.of && (isStated.has(a) || isStated.has(b)) && sameKind(a, b) && a.value > 0 && b.value > 0)
        found.push({ value: Math.min(a.value, b.value) / Math.max(a.value, b.value), path: a.path });
    }
  });
  if (cues.ofPrice) found.push(...sharesOfPrice(stated, index));
  if (cues.difference) found.push(...distancesToClose(stated, cues, index));
  if (number.bare) found.push(...countedGroups(near, index));
  if (cues.sum) found.push(...sums([...main], stated, number.value / number.step >= PRECISE, index));
  if (cues.extreme) found.push(...extremes([...main], index));
  if (cues.share) found.push(...sharesOfSum([...main], index));
  found.push(...(number.unit === 'multiple' ? rewardToRisk(index) : riskAndReward(cues, index)));
  return found;
}

function pairDerived(a: Fact, b: Fact, number: NumberToken, cues: Cues): Derived[] {
  const found: Derived[] = [];
  const [from, to] = rank(a) <= rank(b) ? [a, b] : [b, a];
  const sign = rank(a) === rank(b) ? undefined : Math.sign(Math.abs(to.value) - Math.abs(from.value));
  const alike = sameKind(a, b);
  const order = sign === undefined ? {} : { sign };
  if (alike && (cues.difference || (cues.moved && sign !== undefined))) {
    found.push({ value: to.value - from.value, like: a, path: to.path, ...order });
    if (number.unit === 'percent' && !cues.points && from.value !== 0) {
      found.push({ value: to.value / from.value - 1, path: to.path, ...order });
      if (sign === undefined && to.value !== 0) found.push({ value: from.value / to.value - 1, path: from.path });
    }
  }
  const perUnit = cues.per && /^(?:number|currency)$/.test(number.unit) && (!number.bare || cues.perOne);
  if (((cues.ratio && alike) || perUnit) && b.value !== 0 && a.value !== 0)
    found.push({ value: a.value / b.value, path: a.path }, { value: b.value / a.value, path: b.path });
  if (cues.mean && alike) found.push({ value: (a.value + b.value) / 2, like: a, path: a.path });
  if (cues.sum && alike) found.push({ value: a.value + b.value, like: a, path: a.path });
  return found;
}

/** A count as a share of a count of all, and what remains. */
function shares(a: Fact, b: Fact, main: ReadonlySet<Fact>, cues: Cues, near: Nearness): Derived[] {
  const isMoney = (fact: Fact): boolean => (fact.scale > 1 || fact.currency) && fact.value > 0;
  if (!(isCount(a) && isCount(b)) && !(isMoney(a) && isMoney(b) && a.scale === b.scale)) return [];
  const [part, whole] = a.value < b.value ? [a, b] : [b, a];
  const isPart =
    main.has(part) &&
    isWellSaid(part, near) &&
    (isWhole(whole) || isWellSaid(whole, near) || parentOf(whole.path) === parentOf(part.path));
  if (!isPart) return [];
  const share: Derived = { value: part.value / whole.value, path: part.path, whole: true };
  const rest: Derived = { value: whole.value - part.value, like: part, path: part.path };
  return [...(cues.share ? [share] : []), ...(cues.rest ? [rest] : [])];
}

/** The same figure of two things, or two things that the sentence speaks of. */
function related(a: Fact, b: Fact, near: Nearness, stated: ReadonlySet<Fact>): boolean {
  const isSaid = (fact: Fact): boolean => stated.has(fact) || isWellSaid(fact, near) || isPrice(fact);
  return fieldOf(a.path) === fieldOf(b.path) || (isSaid(a) && isSaid(b));
}

/** "Resistance at 216.30 is 5 points away": from the last close, which needs no word. */
function isPrice({ leaf, path }: Fact): boolean {
  return (
    leaf.has('close') && !path.endsWith(']') && [...leaf.keys()].every((term) => term === 'close' || term === 'last')
  );
}

function isWellSaid({ leaf }: Fact, near: Nearness): boolean {
  const own = [...leaf].filter(([term]) => !EARLIER.test(term));
  const least = own.some(([, weight]) => weight >= 1) ? 1 : 0.5;
  const core = own.filter(([, weight]) => weight >= least);
  const said = core.filter(([term]) => (near.get(term) ?? 0) >= SAID);
  return core.length > 0 && said.length / core.length >= WELL_SAID;
}

/** `forecast_gwh` and `energy_gwh`: what was expected and what came, in one unit of measure. */
function isOutcome(a: Fact, b: Fact): boolean {
  const isSameUnit = a.measure !== undefined && a.measure.size === b.measure?.size;
  return isSameUnit && parentOf(a.path) === parentOf(b.path) && (rank(a) === 0) !== (rank(b) === 0);
}

const SMALL_GROUP = 4;

/** Two of a few numbers of one object. */
function ofSmallGroup(a: Fact, b: Fact, { facts }: FactIndex): boolean {
  const parent = parentOf(a.path);
  if (parent === '' || parent !== parentOf(b.path) || a.path.endsWith(']')) return false;
  return facts.filter(({ path }) => parentOf(path) === parent).length <= SMALL_GROUP;
}
