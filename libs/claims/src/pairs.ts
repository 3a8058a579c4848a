import type { FactIndex } from './facts';
import type { Judgement } from './judge';
import { namedFacts } from './naming';
import type { NumberToken } from './token';
import { inUnitOf, type Manner } from './units';

/** "between 10 and 12 %": supported by a named fact that lies in between. */
export function judgeRange(
  a: NumberToken,
  b: NumberToken,
  { direction }: Manner,
  namings: readonly ReadonlySet<string>[],
  scopes: readonly ReadonlySet<string>[],
  { facts }: FactIndex,
): Judgement | undefined {
  const signed = [a, b].map(({ sign, value }) => (sign || direction || 1) * value);
  const [low, high] = [Math.min(...signed), Math.max(...signed)];
  const meant = namings.flatMap((terms) => scopes.flatMap((scope) => namedFacts(facts, terms, scope)));
  const within = meant.find((fact) => inUnitOf(b, fact, true).some((value) => value >= low && value <= high));
  if (within) return { status: 'supported', path: within.path };
  return undefined;
}

/**
 * "2 of 3": 3 is the length of a list and 2 of its elements are alike, or 2/3 is a fact. "49 of 100" is a value on a
 * scale: 100 is no claim then.
 */
export function judgePart(
  part: NumberToken,
  whole: NumberToken,
  before: Judgement | undefined,
  dissent: boolean,
  index: FactIndex,
): [Judgement, Judgement] | 'scale' | undefined {
  const { facts } = index;
  if (
    [5, 10].includes(whole.value) &&
    before?.status === 'supported' &&
    !facts.some(({ value, path }) => value === whole.value && path.endsWith('.length'))
  )
    return 'scale';
  if (whole.value === 100) return 'scale';
  const share = whole.value === 0 ? NaN : part.value / whole.value;
  const list = facts.find(({ path, value }) => path.endsWith('.length') && value === whole.value);
  const counts = list ? countsOf(list.path.slice(0, -'.length'.length), index) : [];
  const alike = dissent ? counts.includes(part.value) : part.value === Math.max(...counts);
  const shares = facts.find(
    ({ value, percent }) => Math.abs((percent ? value / 100 : value) - share) < 5e-4 && !Number.isInteger(value),
  );
  const counted = facts.find(({ value, path }) => value === whole.value && !path.endsWith('.length'));
  const total = list ?? counted;
  if (!total) return undefined;
  if (alike || part.value === whole.value || part.value === 0) {
    const all = part.value === whole.value || part.value === 0;
    if (!all || alike)
      return [
        { status: 'supported', path: list?.path ?? total.path },
        { status: 'supported', path: total.path },
      ];
  }
  if (shares)
    return [
      { status: 'supported', path: shares.path },
      { status: 'supported', path: total.path },
    ];
  if (before?.status === 'supported') return [before, { status: 'supported', path: total.path }];
  const path = list?.path ?? before?.path;
  return [
    path === undefined ? { status: 'unsupported' } : { status: 'contradicted', path },
    { status: 'supported', path: total.path },
  ];
}

/** How many elements of a list are alike in one field. */
function countsOf(path: string, { facts }: FactIndex): number[] {
  const groups = new Map<string, number>();
  for (const fact of facts) {
    if (!fact.path.startsWith(`${path}[`)) continue;
    const key = `${fact.path.slice(fact.path.indexOf(']', path.length) + 1)}=${fact.value}`;
    groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  return [...groups.values()];
}
