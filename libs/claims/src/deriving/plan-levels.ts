import type { Cues } from './cues';
import type { Derived } from './derived-value';
import type { Fact, FactIndex } from '../facts/fact';
import { parentOf } from '../facts/paths';

/** Reward over risk of every plan with an entry, a stop and a target. */
export function rewardToRisk({ facts }: FactIndex): Derived[] {
  const level = (parent: string, term: string): Fact | undefined =>
    facts.find(
      ({ path, leaf, value }) => leaf.has(term) && !leaf.has('position') && value > 0 && parentOf(path) === parent,
    );
  return facts.flatMap((entry) => {
    const parent = parentOf(entry.path);
    const [stop, target] = [level(parent, 'stop'), level(parent, 'target')];
    if (!entry.leaf.has('entry') || !stop || !target || stop.value === entry.value) return [];
    return [{ value: (target.value - entry.value) / (stop.value - entry.value), path: target.path }];
  });
}

const priceLevels = ({ facts }: FactIndex): Fact[] =>
  facts.filter(({ leaf, value }) => value > 0 && (leaf.has('close') || leaf.has('entry')));

/** "An ATR of 3, or 2 % of price". */
export function sharesOfPrice(stated: readonly Fact[], index: FactIndex): Derived[] {
  return stated.flatMap(({ value, path }) => priceLevels(index).map((price) => ({ value: value / price.value, path })));
}

/** "It trades 1.6 % above its average of 98": of the last close. */
export function distancesToClose(stated: readonly Fact[], { direction }: Cues, index: FactIndex): Derived[] {
  return stated
    .filter(({ value }) => value > 0)
    .flatMap((level) =>
      priceLevels(index)
        .filter((price) => price !== level)
        .flatMap((price): Derived[] => [
          { value: price.value / level.value - 1, path: price.path },
          { value: price.value - level.value, like: price, path: price.path },
        ])
        .filter(({ value }) => direction === 0 || Math.sign(value) === direction),
    );
}

/** What a plan risks and may gain per unit, from its entry, stop and target; also in multiples of the ATR. */
export function riskAndReward({ risk, reward, atr }: Cues, { facts }: FactIndex): Derived[] {
  const levels = (term: string): Fact[] =>
    facts.filter(({ leaf, value }) => leaf.has(term) && !leaf.has('position') && value > 0);
  return levels('entry').flatMap((entry) => {
    const beside = (term: string): Fact | undefined =>
      levels(term).find(({ path }) => parentOf(path) === parentOf(entry.path));
    const distances = [...(risk || atr ? [beside('stop')] : []), ...(reward || atr ? [beside('target')] : [])].flatMap(
      (level) => (level ? [{ value: level.value - entry.value, path: level.path }] : []),
    );
    const range = atr ? levels('atr')[0] : undefined;
    return distances.flatMap(({ value, path }): Derived[] => {
      const relative: Derived = { value: value / entry.value, path };
      if (!atr) return [{ value, like: entry, path }, relative];
      return range ? [{ value: value / range.value, path }] : [];
    });
  });
}
