import { coreOf, type Fact, type FactIndex, isLength } from '../facts/fact';
import { parentOf } from '../facts/paths';
import type { NumberToken } from '../reading/token';
import type { Judgement } from './judge';

const SHARES =
  'agreement share rate ratio winrate fraction consensus probability turnout proportion part recall precision accuracy percentage'.split(
    ' ',
  );

/**
 * "2 of 3": 3 is the length of a list and 2 of its elements are alike, or 2/3 is a fact. "49 of 100" is a value on a
 * scale: 100 is no claim then.
 */
export function judgePart(
  part: NumberToken,
  whole: NumberToken,
  before: Judgement,
  isDissent: boolean,
  index: FactIndex,
): readonly [Judgement, Judgement] | 'scale' | undefined {
  const { facts } = index;
  if (whole.value === 100 || (whole.value <= 10 && !Number.isInteger(part.value))) return 'scale';
  if (
    [5, 10].includes(whole.value) &&
    before.status === 'supported' &&
    !facts.some(({ value }) => value === whole.value)
  )
    return 'scale';
  const summand = facts.find((fact) => fact.value === part.value && sumBeside(fact, facts) === whole.value);
  if (summand) return bothSupported(summand.path, summand.path);
  const list = facts.find((fact) => isLength(fact) && fact.value === whole.value);
  const total = list ?? facts.find(({ value }) => value === whole.value);
  if (!total) return undefined;
  const counts = list ? countsOf(list.path.slice(0, -'.length'.length), index) : [];
  const isAlike = isDissent ? counts.includes(part.value) : part.value === Math.max(...counts);
  const path =
    (isAlike ? total.path : undefined) ??
    shareOf(part.value / whole.value, facts)?.path ??
    (before.status === 'supported' && before.path !== total.path ? before.path : undefined) ??
    facts.find((fact) => fact !== total && fact.value === part.value && isAkin(fact, total))?.path;
  if (path !== undefined) return bothSupported(path, total.path);
  const meant = list?.path ?? before.path;
  return [
    meant === undefined ? { status: 'unsupported' } : { status: 'contradicted', path: meant },
    { status: 'supported', path: total.path },
  ];
}

const bothSupported = (part: string, whole: string): readonly [Judgement, Judgement] => [
  { status: 'supported', path: part },
  { status: 'supported', path: whole },
];

function shareOf(share: number, facts: readonly Fact[]): Fact | undefined {
  return facts.find(
    ({ value, percent, leaf }) =>
      Math.abs((percent ? value / 100 : value) - share) < 5e-4 && SHARES.some((term) => leaf.has(term)),
  );
}

/** `votes_for` and `votes_against` of one object together. */
function sumBeside(fact: Fact, facts: readonly Fact[]): number {
  const akin = facts.filter((other) => parentOf(other.path) === parentOf(fact.path) && isAkin(other, fact));
  return akin.length > 1 ? akin.reduce((sum, { value }) => sum + value, 0) : NaN;
}

/** `members_for` and `members_total`, `votes.sell` and `members`. */
const isAkin = (a: Fact, b: Fact): boolean => coreOf(a).some((term) => b.leaf.has(term));

/** How many elements of a list are alike in one field. */
function countsOf(path: string, { facts, tallies }: FactIndex): number[] {
  const elements = facts.filter((fact) => fact.path.startsWith(`${path}[`));
  const groups = Map.groupBy(
    elements,
    (fact) => `${fact.path.slice(fact.path.indexOf(']', path.length) + 1)}=${fact.value}`,
  );
  const told = tallies.filter(({ list }) => list === path).map(({ paths }) => paths.length);
  return [...[...groups.values()].map(({ length }) => length), ...told];
}
