import type { Cues } from './cues';
import type { Derived } from './derived-value';
import type { Fact, FactIndex } from '../facts/fact';
import { parentOf } from '../facts/paths';
import { rank } from './rank';

/** Reward over risk of every plan with an entry, a stop and a target. */
export function rewardToRisk({ facts }: FactIndex): Derived[] {
  const levels = (parent: string, term: string): Fact[] =>
    facts.filter(
      ({ path, leaf, value }) => leaf.has(term) && !leaf.has('position') && value > 0 && parentOf(path) === parent,
    );
  return facts.flatMap((entry) => {
    const parent = parentOf(entry.path);
    const [stop] = levels(parent, 'stop');
    if (!entry.leaf.has('entry') || !stop || stop.value === entry.value) return [];
    return levels(parent, 'target').map(({ value, path }) => ({
      value: Math.abs((value - entry.value) / (stop.value - entry.value)),
      path,
    }));
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

/** "A loss of 1.3 % on the day": from the close before to the last one. */
export function changesOfClose({ facts }: FactIndex): Derived[] {
  const closes = facts.filter(({ leaf, path, value }) => value > 0 && leaf.has('close') && !path.endsWith(']'));
  return closes
    .filter((from) => rank(from) === 0)
    .flatMap((from) =>
      closes
        .filter((to) => parentOf(to.path) === parentOf(from.path) && rank(to) !== 0)
        .map((to) => ({ value: to.value / from.value - 1, path: to.path, sign: Math.sign(to.value - from.value) })),
    );
}

/** What a plan risks and may gain per unit, from its entry, stop and target; also in multiples of the ATR. */
export function riskAndReward({ risk, reward, atr }: Cues, { facts }: FactIndex): Derived[] {
  const levels = (term: string): Fact[] =>
    facts.filter(({ leaf, value }) => leaf.has(term) && !leaf.has('position') && value > 0);
  return levels('entry').flatMap((entry) => {
    const beside = (term: string): Fact[] => levels(term).filter(({ path }) => parentOf(path) === parentOf(entry.path));
    const distances = [...(risk || atr ? beside('stop') : []), ...(reward || atr ? beside('target') : [])].map(
      ({ value, path }) => ({ value: value - entry.value, path }),
    );
    const range = atr ? levels('atr')[0] : undefined;
    return distances.flatMap(({ value, path }): Derived[] => {
      const relative: Derived = { value: value / entry.value, path };
      if (!atr) return [{ value, like: entry, path }, relative];
      return range ? [{ value: value / range.value, path }] : [];
    });
  });
}
