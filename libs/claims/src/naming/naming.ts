import type { Fact, FactIndex } from '../facts/fact';
import { WEAK_RETURN } from '../words/vocabulary';
import type { Nearness } from './nearness';

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

/** What a word of the name must say, and how near it must be. */
const CORE = { weight: 0.5, near: 0.15 };
const SCOPE = 0.9;
/** Against a fact speaks what of its name is not said, */
const UNSAID = 0.5;
/** that it is of something else than the subject, of which nothing is said, */
const UNMARKED = 0.9;
/** or of an element of which nothing is said. */
const FIELD_OF_ELEMENT = 0.3;
/** Surroundings that few facts have. */
const RARE = 0.4;
const LABELLED = 0.6;
const IN_CONTEXT = 0.4;
/** "It", "the strategy": rather not the benchmark. */
const SELF = 0.3;

const isPlace = (term: string): boolean => /^nth\d/.test(term);

/** Names every given fact, the best first. */
export function named(facts: readonly Fact[], near: Nearness, index: FactIndex): Named[] {
  const heard = withContext(withReturns(near), index);
  const period = Math.max(0, ...[...near].filter(([term]) => term.startsWith('#')).map(([, value]) => value));
  return facts.map((fact) => nameOf(fact, heard, period, index)).sort((a, b) => b.score - a.score);
}

/** `period`: how near a period is said, be it this fact's or not. */
function nameOf(fact: Fact, near: Nearness, period: number, { rarity }: FactIndex): Named {
  const nearnessOf = (term: string): number => near.get(term) ?? 0;
  let [said, unsaid, nearest] = [0, 0, 0];
  let own: number | undefined; // of its period, if it has one
  for (const [term, weight] of fact.leaf) {
    const [nearness, rare] = [nearnessOf(term), rarity(term)];
    said += weight * rare * nearness;
    unsaid += weight * Math.max(rare, 0.4) * (1 - nearness);
    if (weight >= CORE.weight) nearest = Math.max(nearest, nearness);
    if (term.startsWith('#')) own = Math.max(own ?? 0, nearness);
  }
  let [around, spoken] = [0, 0];
  for (const term of fact.scope) {
    const nearness = nearnessOf(term);
    if (nearness === 0) continue;
    said += SCOPE * rarity(term) * nearness;
    if (!isPlace(term)) around += rarity(term) * nearness;
    if (rarity(term) > RARE) spoken = Math.max(spoken, nearness);
  }
  if (own !== undefined) said += own > 0 ? LABELLED * own : -period;
  const marks = fact.marked.filter((term) => term !== '[]').map(nearnessOf);
  if (marks.length > 0) {
    unsaid += UNMARKED * (1 - Math.max(spoken, ...marks));
    if (nearnessOf('self') > Math.max(...marks)) said -= SELF * nearnessOf('self');
  }
  if (fact.marked.includes('[]')) unsaid += FIELD_OF_ELEMENT * (1 - spoken);
  return { fact, score: said - UNSAID * unsaid, core: nearest >= CORE.near || (own ?? 0) >= LABELLED, nearest, around };
}

/** What the whole document is about, its year for one, is always spoken of a little. */
function withContext(near: Nearness, { context }: FactIndex): Nearness {
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
