import { type Derived, isCount, sameKind } from './derived-value';
import type { Fact, FactIndex } from '../facts/fact';
import { termsOfKey } from '../facts/key-terms';
import type { Nearness } from '../naming/nearness';
import { fieldOf, parentOf, siblingsOf } from '../facts/paths';

/** So near is the noun of what is counted. */
const BESIDE = 0.7;

/** All that stands beside a fact: the same field of its siblings, or the other numbers of the same object or list. */
export function sums(
  operands: readonly Fact[],
  stated: readonly Fact[],
  precise: boolean,
  { facts }: FactIndex,
): Derived[] {
  const found: Derived[] = [];
  const add = (group: readonly Fact[]): void => {
    const [first] = group;
    if (first && group.length > 1 && group.every((fact) => sameKind(first, fact)))
      found.push({ value: group.reduce((sum, { value }) => sum + value, 0), like: first, path: first.path });
  };
  const addFields = (list: string): void => {
    const elements = facts.filter(({ path, value }) => path.startsWith(`${list}[`) && Number.isFinite(value));
    for (const field of new Set(elements.map(({ path }) => fieldOf(path))))
      add(elements.filter(({ path }) => fieldOf(path) === field));
  };
  add(stated);
  // many digits are no accident: then any group of two and more that stand beside each other may be meant
  if (precise) {
    const byParent = Map.groupBy(
      facts.filter(({ path, value }) => Number.isFinite(value) && parentOf(path) !== '' && !path.endsWith('.length')),
      ({ path }) => parentOf(path),
    );
    for (const group of byParent.values()) add(group);
    for (const { path } of facts) if (path.endsWith('.length')) addFields(path.slice(0, -'.length'.length));
  }
  for (const { path } of stated) if (path.endsWith('.length')) addFields(path.slice(0, -'.length'.length));
  for (const operand of operands) {
    const siblings = siblingsOf(operand.path);
    add(facts.filter(({ path, value }) => siblingsOf(path) === siblings && Number.isFinite(value)));
    const parent = parentOf(operand.path);
    add(
      facts.filter(
        (fact) => parentOf(fact.path) === parent && Number.isFinite(fact.value) && !fact.path.endsWith('.length'),
      ),
    );
  }
  return found;
}

/** "76 employees": all that a group counts, where the group's name stands right at the number. */
export function countedGroups(near: Nearness, { facts }: FactIndex): Derived[] {
  const groups = Map.groupBy(facts.filter(isCount), ({ path }) => parentOf(path));
  return [...groups].flatMap(([parent, group]) => {
    const [first] = group;
    const isNamed = first !== undefined && termsOfKey(fieldOf(parent)).some((term) => (near.get(term) ?? 0) >= BESIDE);
    const isAll = facts.every((fact) => parentOf(fact.path) !== parent || isCount(fact));
    if (!isNamed || !isAll || group.length < 2) return [];
    return [{ value: group.reduce((sum, { value }) => sum + value, 0), like: first, path: first.path }];
  });
}

/** "70 % of the members vote long": of counts that together are all. */
export function sharesOfSum(operands: readonly Fact[], { facts }: FactIndex): Derived[] {
  return operands.filter(isCount).flatMap((part) => {
    const group = facts.filter(
      (fact) => parentOf(fact.path) === parentOf(part.path) && !fact.path.endsWith('.length') && !fact.measure,
    );
    const sum = group.reduce((total, { value }) => total + value, 0);
    const isAll = group.length > 1 && group.every(({ value }) => Number.isInteger(value) && value >= 0);
    return isAll ? [{ value: part.value / sum, path: part.path, whole: true as const }] : [];
  });
}

/** The highest and the lowest of a list, where the sentence names none of its elements. */
export function extremes(operands: readonly Fact[], { facts }: FactIndex): Derived[] {
  return operands.flatMap((operand) => {
    const [siblings, parent] = [siblingsOf(operand.path), parentOf(operand.path)];
    const isListed = ({ path }: Fact): boolean =>
      path.endsWith(']') || /\.\D{0,5}\d{4}$/.test(path)
        ? parentOf(path) === parent
        : /\[/.test(path) && siblingsOf(path) === siblings;
    const group = facts
      .filter((fact) => Number.isFinite(fact.value) && isListed(fact))
      .sort((a, b) => a.value - b.value);
    if (group.length < 2 || group.some(({ marked }) => marked.some((term) => term !== '[]'))) return [];
    return [group[0], group.at(-1)].flatMap((fact) =>
      fact ? [{ value: fact.value, like: fact, path: fact.path }] : [],
    );
  });
}
