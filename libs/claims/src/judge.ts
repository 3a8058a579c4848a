import type { ClaimStatus, Unit } from './claim';
import type { Fact, FactIndex } from './facts';
import { inScope, namedFacts } from './naming';
import type { Surroundings } from './surroundings';
import type { NumberToken } from './token';
import { fits, isBeyond, isPerHundred, type Manner } from './units';
import { METRICS, WEAK_RETURN } from './vocabulary';

export interface Judgement {
  status: ClaimStatus;
  path?: string;
}

const COUNTED = new Set(
  'trade bar member seed win loss day decision week month session model trial step epoch winrate agreement vote share contract unit position'.split(
    ' ',
  ),
);
const MODIFIERS = new Set(['annualised', 'median', 'excess']);
const MOVES = new Set(['up', 'down', 'made', 'gained', 'lost', 'earned', 'grew']);
const IDENTITIES = ['fold', 'id', 'rank', 'epoch', 'seed', 'trial', 'step'];
/** Figures that nobody writes as a percentage. */
const RATIOS = ['sharpe', 'sortino', 'calmar', 'profitfactor', 'rmultiple', 'leverage', 'turnover'];
const UNIT_WORDS: Partial<Record<Unit, string[]>> = {
  basis_points: ['bps', 'bp'],
  percent: ['pct', 'percent'],
  currency: ['usd'],
};
const DURATION =
  /^(?:over|in|during|across|within|after|on|from|with|for|of|the|last|past|a|all|its|just|only|these|those)$/;

export interface Naming {
  /** Terms that may name the fact, the likeliest first. */
  names: Set<string>[];
  /** If not, a fact of another name may support the number, too. */
  certain: boolean;
  /** Was it the words after the number that named it? They then name no later one. */
  ahead: boolean;
}

/** Ways to name the fact of a number: by the words before, right after or further on, or as the number before. */
export function namingOf(
  around: Surroundings,
  index: FactIndex,
  inherited: ReadonlySet<string>,
  bare: boolean,
): Naming {
  const speaks = (terms: ReadonlySet<string>): boolean => namesSomething(terms, index);
  const left = withModifiers(around.left.map(({ terms }) => terms));
  const nearest = left.findIndex(speaks);
  const leftNames = nearest >= 0 ? left.filter((terms, i) => i >= nearest && speaks(terms)) : [];
  const tight = speaks(withoutMoves(around.tight)) ? around.tight : undefined;
  const counted = tight !== undefined && [...tight].some((term) => COUNTED.has(term));
  const [first] = leftNames;
  if (first && (!tight || around.tightLeads)) {
    const during = around.after.has('in') && [...first].some((term) => WEAK_RETURN.has(term)) && speaks(around.after);
    const compared = around.left[0]?.opened === 'compare';
    return {
      names: during ? [new Set([...first, ...around.after]), ...leftNames] : leftNames,
      certain: nearest === 0 || !bare || around.tight.size === 0 || (left[0]?.size === 0 && !compared),
      ahead: false,
    };
  }
  if (tight && first) {
    const during = [...(left[0] ?? [])].at(-1) ?? '';
    if (nearest > 0 || (counted && DURATION.test(during)))
      return { names: [tight, ...(counted ? [] : leftNames)], certain: true, ahead: true };
    const united = new Set([...first, ...tight]);
    return { names: counted ? [united, tight] : [united, ...leftNames, tight], certain: true, ahead: true };
  }
  if (tight) return { names: [tight], certain: true, ahead: true };
  const loose = around.loose.find(({ terms }) => terms.size > 0);
  if (loose && speaks(withoutMoves(loose.terms)) && !/^(?:break|compare)$/.test(loose.opened))
    return { names: [loose.terms], certain: true, ahead: true };
  const linked = (left[0]?.size ?? 0) <= 3 && left.length <= 2;
  return { names: speaks(inherited) ? [new Set(inherited)] : [], certain: linked, ahead: false };
}

function withoutMoves(terms: ReadonlySet<string>): Set<string> {
  return new Set([...terms].filter((term) => !MOVES.has(term)));
}

/** "Annualised, the return is": a modifier that stands alone belongs to the next name. */
function withModifiers(left: Set<string>[]): Set<string>[] {
  return left.map((terms, i) => {
    const further = left[i + 1];
    const alone = further !== undefined && further.size <= 2 && [...further].some((term) => MODIFIERS.has(term));
    return alone ? new Set([...terms, ...further]) : terms;
  });
}

function namesSomething(terms: ReadonlySet<string>, { facts }: FactIndex): boolean {
  return (
    terms.size > 0 &&
    ([...terms].some((term) => METRICS.has(term) || WEAK_RETURN.has(term)) ||
      namedFacts(facts, terms, new Set()).length > 0)
  );
}

/** Judges one number by the facts that its sentence names, or by all where it names none. */
export function judge(
  number: NumberToken,
  manner: Manner,
  { names, certain }: Naming,
  scopes: readonly ReadonlySet<string>[],
  index: FactIndex,
): Judgement {
  const named = names.map((terms) => scopes.flatMap((scope) => meant(index, terms, scope, number)));
  const first = named.find((facts) => facts.length > 0)?.[0];
  for (const facts of named) {
    const hit = facts.find((fact) => agrees(number, fact, manner));
    if (hit) return { status: 'supported', path: hit.path };
  }
  const exact = { ...manner, negated: false, relation: 0 } as const;
  if (manner.negated || manner.relation !== 0) {
    const beyond = named.flat().find((fact) => !manner.negated && isBeyond(number, fact, manner));
    if (beyond) return { status: 'supported', path: beyond.path };
  }
  if (first && certain) return { status: 'contradicted', path: first.path };
  if (certain && names.some((terms) => [...terms].some((term) => METRICS.has(term)))) return { status: 'unsupported' };
  const any = inScope(
    index.facts.filter((fact) => canBe(number, fact) && fits(number, fact, exact, false)),
    new Set(scopes[0]),
  )[0];
  return any && !isTooSmall(number) ? { status: 'supported', path: any.path } : { status: 'unsupported' };
}

/** Does the sentence say this of the fact? A negation says that the fact is something else. */
function agrees(number: NumberToken, fact: Fact, manner: Manner): boolean {
  const equal = fits(number, fact, manner, true);
  return manner.negated ? !equal && Number.isFinite(fact.value) : equal;
}

/** Numbers like 2 are found everywhere: alone they prove nothing. */
function isTooSmall({ bare, value }: NumberToken): boolean {
  return bare && value <= 3;
}

function meant(index: FactIndex, terms: ReadonlySet<string>, scope: ReadonlySet<string>, number: NumberToken): Fact[] {
  const possible = index.facts.filter((fact) => canBe(number, fact));
  const words = new Set([...terms, ...(UNIT_WORDS[number.unit] ?? [])]);
  for (const name of index.names) if (name.every((term) => words.has(term))) name.forEach((term) => words.delete(term));
  const direct = namedFacts(possible, words, scope);
  if (direct.length === 0) {
    if (![...terms].some((term) => WEAK_RETURN.has(term))) return [];
    const moved = terms.has('up') || terms.has('down') ? ['change'] : [];
    return namedFacts(possible, new Set([...words, 'return', 'profit', ...moved]), scope);
  }
  const nouns = number.bare ? [...terms].filter((term) => COUNTED.has(term)) : [];
  const othersToo = [...terms].some((term) => !COUNTED.has(term) && direct.some(({ leaf }) => leaf.has(term)));
  if (nouns.length === 0 || othersToo) return direct;
  const counts = possible.filter(({ leaf, value }) => Number.isInteger(value) && nouns.some((term) => leaf.has(term)));
  const spokenOf = counts.filter((fact) =>
    [...fact.scope].some((term) => scope.has(term) && !terms.has(term) && term !== 'self'),
  );
  return [...direct, ...(spokenOf.length > 0 ? spokenOf : counts), ...generalCounts(possible)];
}

/** A share is never a count, and only a whole number is the length of a list. */
function canBe({ unit, bare, value }: NumberToken, fact: Fact): boolean {
  if (fact.iso !== undefined) return false;
  if (fact.path.endsWith('.length')) return bare;
  if (
    !Number.isInteger(value) &&
    Number.isInteger(fact.value) &&
    [...fact.leaf.keys()].some((term) => COUNTED.has(term))
  )
    return false;
  if (unit === 'number' || unit === 'currency') return true;
  if (IDENTITIES.some((term) => fact.leaf.has(term)) && Number.isInteger(fact.value)) return false;
  if (unit !== 'multiple' && RATIOS.some((term) => fact.leaf.has(term))) return false;
  if (unit === 'multiple') return !fact.leaf.has('trade');
  return (
    !Number.isInteger(fact.value) || Math.abs(fact.value) <= 1 || fact.percent || fact.basisPoints || isPerHundred(fact)
  );
}

/** `data.count`, `n`: counts that do not say of what. */
function generalCounts(facts: readonly Fact[]): Fact[] {
  return facts.filter(
    ({ leaf, value }) =>
      Number.isInteger(value) && ['count', 'n', 'num', 'number', 'total'].some((term) => leaf.has(term)),
  );
}
