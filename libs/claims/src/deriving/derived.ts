import type { Cues } from './cues';
import type { Derived } from './derived-value';
import type { Fact, FactIndex } from '../facts/fact';
import { countedGroups, extremes, sharesOfSum, sums } from './groups';
import type { Judgement } from '../judging/judge';
import { named, type Named } from '../naming/naming';
import type { Nearness } from '../naming/nearness';
import { anyOfNamed, isRelative, isWhole, ofPair, shareOfNamed, shares } from './of-two';
import { fieldOf, parentOf } from '../facts/paths';
import { changesOfClose, distancesToClose, rewardToRisk, riskAndReward, sharesOfPrice } from './plan-levels';
import { rank } from './rank';
import { isCompared, isOfSmallGroup, isRelated } from './related';
import type { NumberToken } from '../reading/token';
import { fits, isBeyond, type Manner } from '../judging/units';

/** How many of the best named facts are combined. */
const OPERANDS = 8;
const REACH = 1.2;
const SURROUNDED = 0.6;
/** Three digits. */
const PRECISE = 100;

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
  const operands = operandsOf(near, stated, cues, index);
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

interface Operands {
  /** Stated or named. */
  main: ReadonlySet<Fact>;
  /** With those beside them. */
  all: readonly Fact[];
}

/** The facts that are stated or named around the number, the best first. */
function operandsOf(near: Nearness, stated: readonly Fact[], { difference }: Cues, index: FactIndex): Operands {
  const numeric = index.facts.filter(({ value, iso }) => Number.isFinite(value) && iso === undefined);
  const all = named(numeric, near, index);
  const ranked = all.filter((name) => (name.core || name.around >= SURROUNDED) && !isOutnamed(name, all));
  const best = ranked[0]?.score ?? 0;
  const close = ranked.filter(({ score }) => score >= best - REACH).slice(0, OPERANDS);
  const chosen = [...stated, ...close.map(({ fact }) => fact)];
  // "a shortfall of 2 points": nothing is named, then of what is there to be compared
  if (chosen.length === 0 && difference)
    chosen.push(...numeric.filter((fact) => rank(fact) === 0 && numeric.some((other) => isCompared(fact, other))));
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
    if (cues.share && cues.direction !== 0 && main.has(a) && isRelative(a))
      found.push({ value: a.value - 1, path: a.path, sign: Math.sign(a.value - 1) });
    if (cues.complement && main.has(a) && !a.percent && a.value > 0 && a.value < 1)
      found.push({ value: 1 - a.value, path: a.path });
    for (const b of operands.slice(i + 1)) {
      const both = isStated.has(a) && isStated.has(b);
      const elements = a.path.endsWith(']') && b.path.endsWith(']');
      if (!main.has(a) && !main.has(b)) continue;
      if (both || (!elements && isRelated(a, b, near, isStated)) || isOfSmallGroup(a, b, index) || isCompared(a, b))
        found.push(...ofPair(a, b, number, cues));
      if (stated.length === 0) found.push(...anyOfNamed(a, b, near));
      found.push(...shares(a, b, main, cues, near));
      found.push(...shareOfNamed(a, b, cues, near, isStated));
    }
  });
  if (cues.ofPrice) found.push(...sharesOfPrice(stated, index));
  if (cues.difference) found.push(...distancesToClose(stated, cues, index));
  if (cues.share && cues.changed) found.push(...changesOfClose(index));
  if (number.bare) found.push(...countedGroups(near, index));
  if (cues.sum) found.push(...sums([...main], stated, number.value / number.step >= PRECISE, index));
  if (cues.extreme) found.push(...extremes([...main], index));
  if (cues.share) found.push(...sharesOfSum([...main], index));
  if (number.unit === 'multiple' || (cues.rewardToRisk && !number.bare)) found.push(...rewardToRisk(index));
  if (number.unit !== 'multiple' || cues.atr) found.push(...riskAndReward(cues, index));
  return found;
}
