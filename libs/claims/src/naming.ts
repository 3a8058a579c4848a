import type { Fact, FactIndex } from './facts';
import type { Nearness } from './nearness';
import { WEAK_RETURN } from './vocabulary';

/** A fact with how well the words around a number name it. */
export interface Named {
  fact: Fact;
  score: number;
  /** Is a word of its own name said, not only of its surroundings? */
  core: boolean;
  /** How near the nearest word of its own name is. */
  nearest: number;
  /** How much of its surroundings is said. */
  around: number;
}

const CORE = { weight: 0.5, near: 0.15 };
const SCOPE = 0.9;
const UNSAID = 0.5;
const UNMARKED = 0.9;
/** Surroundings that are not spoken of. */
const DEEPER = 0.12;
const RARE = 0.4;
/** An element of a list, unless its place in it is spoken of. */
const ELEMENT = 0.6;
/** A figure of an element, unless something of the element is spoken of. */
const FIELD_OF_ELEMENT = 0.3;
const NEGATION = 0.4;
const LABELLED = 0.6;
const OWN_PERIOD = 0.6;
const IN_CONTEXT = 0.4;
/** "It", "the strategy": rather not the benchmark. */
const SELF = 0.3;

/** Names every given fact, the best first. */
export function named(facts: readonly Fact[], near: Nearness, index: FactIndex): Named[] {
  const heard = withContext(withReturns(near), index);
  const periods = Math.max(0, ...[...near].filter(([term]) => term.startsWith('#')).map(([, value]) => value));
  return facts.map((fact) => nameOf(fact, heard, periods, index)).sort((a, b) => b.score - a.score);
}

function nameOf(fact: Fact, near: Nearness, otherPeriods: number, { rarity }: FactIndex): Named {
  let said = 0;
  let unsaid = 0;
  let nearest = 0;
  let around = 0;
  let period = 0;
  let hasPeriod = false;
  for (const [term, weight] of fact.leaf) {
    const nearness = near.get(term) ?? 0;
    if (term.startsWith('#')) {
      hasPeriod = true;
      period = Math.max(period, nearness);
    }
    said += weight * rarity(term) * nearness;
    unsaid += weight * Math.max(rarity(term), 0.4) * (1 - nearness);
    if (weight >= CORE.weight) nearest = Math.max(nearest, nearness);
  }
  for (const term of fact.scope) {
    const nearness = near.get(term) ?? 0;
    said += SCOPE * rarity(term) * nearness;
    if (!/^nth\d/.test(term)) around += rarity(term) * nearness;
    if (!/^nth\d/.test(term)) unsaid += DEEPER * rarity(term) * (1 - nearness);
  }
  const spoken = Math.max(
    0,
    ...[...fact.scope].filter((term) => rarity(term) > RARE).map((term) => near.get(term) ?? 0),
  );
  const marks = fact.marked.filter((term) => term !== '[]').map((term) => near.get(term) ?? 0);
  if (marks.length > 0) unsaid += UNMARKED * (1 - Math.max(spoken, ...marks));
  if (fact.marked.includes('[]') && fact.path.includes('].')) unsaid += FIELD_OF_ELEMENT * (1 - spoken);
  if (fact.path.endsWith(']') && marks.length === 0) unsaid += ELEMENT * (1 - spoken);
  if (fact.scope.has('non') || fact.leaf.has('non')) unsaid += NEGATION * (1 - (near.get('non') ?? 0));
  if (hasPeriod) said += period > 0 ? OWN_PERIOD * period : -otherPeriods;
  const self = near.get('self') ?? 0;
  if (marks.length > 0 && self > Math.max(...marks)) said -= SELF * self;
  return { fact, score: said - UNSAID * unsaid, core: nearest >= CORE.near || period >= LABELLED, nearest, around };
}

/** What the whole document is about, its year for one, is always spoken of a little. */
function withContext(near: Nearness, { context }: FactIndex): Nearness {
  if (context.size === 0) return near;
  const heard = new Map(near);
  for (const term of context) heard.set(term, Math.max(heard.get(term) ?? 0, IN_CONTEXT));
  return heard;
}

/** "Gained" and "up" speak of returns, more softly than the word itself. */
function withReturns(near: Nearness): Nearness {
  const weak = Math.max(0, ...[...near].filter(([term]) => WEAK_RETURN.has(term)).map(([, value]) => value));
  if (weak === 0) return near;
  const heard = new Map(near);
  for (const term of ['return', 'profit', 'change', 'growth'])
    heard.set(term, Math.max(heard.get(term) ?? 0, weak * 0.6));
  return heard;
}
