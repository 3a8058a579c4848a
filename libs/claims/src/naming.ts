import type { Fact } from './facts';

const NEAR = 0.01;
/** Share of a name that must be said. */
const NAMED_FROM = 0.45;

/**
 * The facts that some terms name: those with the most of their words said and the fewest left unsaid, of these
 * those whose surroundings are spoken of, then those that need no such mention. Equals stay together.
 */
export function namedFacts(facts: readonly Fact[], terms: ReadonlySet<string>, scope: ReadonlySet<string>): Fact[] {
  const period = [...terms].filter((term) => term.startsWith('#'));
  const scored: { fact: Fact; said: number; unsaid: number }[] = [];
  for (const fact of facts) {
    const score = scoreOf(fact, terms, period);
    if (score) scored.push({ fact, ...score });
  }
  const best = Math.max(...scored.map(({ said, unsaid }) => said - unsaid / 2));
  const leaves = scored.filter(({ said, unsaid }) => said - unsaid / 2 > best - NEAR).map(({ fact }) => fact);
  return inScope(leaves, scope);
}

/** Of facts with equally fitting names, those whose surroundings the sentence speaks of. */
export function inScope(facts: readonly Fact[], spoken: ReadonlySet<string>): Fact[] {
  const said = ({ scope }: Fact): number => [...scope].filter((term) => spoken.has(term) && term !== 'self').length;
  const unsaid = ({ marked }: Fact): number => marked.filter((term) => !spoken.has(term)).length;
  const most = Math.max(...facts.map(said));
  const spokenOf = facts.filter((fact) => said(fact) === most);
  const least = Math.min(...spokenOf.map(unsaid));
  return spokenOf.filter((fact) => unsaid(fact) === least);
}

function scoreOf(
  { leaf }: Fact,
  terms: ReadonlySet<string>,
  period: string[],
): { said: number; unsaid: number } | undefined {
  let said = 0;
  let all = 0;
  let core = false;
  let own = '';
  for (const [term, weight] of leaf) {
    all += weight;
    if (term.startsWith('#')) own = term;
    if (!terms.has(term)) continue;
    said += weight;
    if (weight >= 0.5) core = true;
  }
  const otherPeriod = own !== '' && period.length > 0 && !period.includes(own);
  if (!core || otherPeriod || said / all < NAMED_FROM) return undefined;
  return { said: said + (own !== '' && period.includes(own) ? 0.5 : 0), unsaid: all - said };
}
