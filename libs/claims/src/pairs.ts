import type { Fact, FactIndex } from './facts';
import { bestNamed, type Judgement } from './judge';
import type { Nearness } from './nearness';
import type { NumberToken } from './token';
import { parentOf } from './paths';
import { inUnitOf, type Manner } from './units';

/** "between 10 and 12 %": supported by a named fact that lies in between. */
export function judgeRange(
  a: NumberToken,
  b: NumberToken,
  { direction }: Manner,
  near: Nearness,
  index: FactIndex,
): Judgement | undefined {
  const signed = [a, b].map(({ sign, value }) => (sign || direction || 1) * value);
  const [low, high] = [Math.min(...signed), Math.max(...signed)];
  const within = bestNamed(b, near, index).find(({ fact }) =>
    inUnitOf(b, fact, true).some((value) => value >= low && value <= high),
  );
  return within && { status: 'supported', path: within.fact.path };
}

const SHARES = new Set(
  'agreement share rate ratio winrate fraction consensus probability turnout proportion part recall precision accuracy percentage'.split(
    ' ',
  ),
);

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
  if (whole.value === 100 || (whole.value <= 10 && !Number.isInteger(part.value))) return 'scale';
  const share = whole.value === 0 ? NaN : part.value / whole.value;
  const list = facts.find(({ path, value }) => path.endsWith('.length') && value === whole.value);
  const counts = list ? countsOf(list.path.slice(0, -'.length'.length), index) : [];
  const alike = dissent ? counts.includes(part.value) : part.value === Math.max(...counts);
  const shares = facts.find(
    ({ value, percent, leaf }) =>
      Math.abs((percent ? value / 100 : value) - share) < 5e-4 &&
      !Number.isInteger(value) &&
      [...leaf.keys()].some((term) => SHARES.has(term)),
  );
  const counted = facts.find(({ value, path }) => value === whole.value && !path.endsWith('.length'));
  const summand = facts.find((fact) => fact.value === part.value && sumBeside(fact, facts) === whole.value);
  if (summand)
    return [
      { status: 'supported', path: summand.path },
      { status: 'supported', path: summand.path },
    ];
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
  const beside = facts.find(
    (fact) =>
      fact !== total &&
      fact.value === part.value &&
      (alikeNamed(fact, total) || (part.value >= 100 && parentOf(fact.path) === parentOf(total.path))),
  );
  const own = before?.status === 'supported' && before.path !== total.path ? before.path : undefined;
  const found = own ?? beside?.path;
  if (found !== undefined)
    return [
      { status: 'supported', path: found },
      { status: 'supported', path: total.path },
    ];
  const path = list?.path ?? before?.path;
  return [
    path === undefined ? { status: 'unsupported' } : { status: 'contradicted', path },
    { status: 'supported', path: total.path },
  ];
}

/** `votes_for` and `votes_against` of one object together. */
function sumBeside(fact: Fact, facts: readonly Fact[]): number {
  const parent = parentOf(fact.path);
  const akin = facts.filter((other) => parentOf(other.path) === parent && alikeNamed(other, fact));
  return akin.length > 1 ? akin.reduce((sum, { value }) => sum + value, 0) : NaN;
}

/** `members_for` and `members_total`, `votes.sell` and `members` of one object. */
function alikeNamed(a: Fact, b: Fact): boolean {
  const core = [...a.leaf].some(([term, weight]) => weight >= 0.5 && b.leaf.has(term));
  return core && Number.isInteger(a.value);
}

/** How many elements of a list are alike in one field. */
function countsOf(path: string, { facts, tallies }: FactIndex): number[] {
  const groups = new Map<string, number>();
  for (const fact of facts) {
    if (!fact.path.startsWith(`${path}[`)) continue;
    const key = `${fact.path.slice(fact.path.indexOf(']', path.length) + 1)}=${fact.value}`;
    groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  const told = tallies.filter(({ list }) => list === path).map(({ paths }) => paths.length);
  return [...groups.values(), ...told];
}
