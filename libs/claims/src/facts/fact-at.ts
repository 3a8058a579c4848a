import { isMinor } from '../words/lexicon';
import { measureOfKey, scaleOfKey, snakeCase } from '../words/measures';
import type { Fact } from './fact';
import { isGeneric, isUnit, saysLittle, termsOfKey } from './key-terms';

/** Where in a document a value stands. */
export interface Place {
  path: string;
  /** The keys on the way, with what the objects are called by where their keys say nothing. */
  segments: string[];
  /** What the objects and elements on the way are called by. */
  names: string[];
  /** Is it within an element of a list? */
  element: boolean;
}

/** Of something else than the subject of the document, or of a spread. */
const MARKED = new Set(
  'buyhold baseline other normal consensus budget random train validation previous prior seed interval spread confidenceinterval ci benchmark trial index peer reference'.split(
    ' ',
  ),
);

/** What an object `hold` with figures of its own is. */
const BUY_AND_HOLD = 'buy_and_hold';

/** Words of grammar within a key: they name nothing. */
const JOINTS = /^(?:and|at|by|for|in|of|on|the|to|with)$/;

const isPeriod = (term: string): boolean => term.startsWith('#');

/** The fact of a value, with the terms that its place names it by and the unit that its key says. */
export function factAt(place: Place, value: number): Fact {
  const { leaf, above } = leafOf(
    place.segments.map((key, i, all) => termsOfKey(i < all.length - 1 && key === 'hold' ? BUY_AND_HOLD : key)),
  );
  const names = place.names.flatMap((name) => (/^nth\d+$|^\D+#\d+$/.test(name) ? [name] : termsOfName(name)));
  const own = leaf.every((term) => isGeneric(term) || isPeriod(term)) ? [...names, ...leaf] : leaf;
  const scope = new Set([...above, ...names].filter((term) => !own.includes(term) && !JOINTS.test(term)));
  if (scope.has('other')) scope.delete('self');
  return {
    path: place.path,
    value,
    leaf: weighed(own),
    scope,
    marked: [...new Set([...scope, ...own])].filter((term) => MARKED.has(term)).concat(place.element ? ['[]'] : []),
    ...unitsOf(unitWords(place.segments)),
  };
}

/** The last key's terms, with those of the keys before as long as they say little. */
function leafOf(levels: readonly string[][]): { leaf: string[]; above: string[] } {
  let from = Math.max(0, levels.length - 1);
  let leaf = levels[from] ?? [];
  if (leaf.length === 1 && /^(?:price|last)$/.test(leaf[0] ?? ''))
    return { leaf: ['close'], above: levels.slice(0, from).flat() };
  const saying = (): string[] => leaf.filter((term) => !isUnit(term) && !isPeriod(term));
  while (
    from > 0 &&
    leaf.every((term) => isGeneric(term) || saysLittle(term) || isUnit(term) || isPeriod(term)) &&
    saying().length < 2 &&
    saying()[0] !== 'self'
  )
    leaf = [...(levels[(from -= 1)] ?? []), ...leaf];
  if (leaf.includes('price') && leaf.every(saysLittle)) leaf = ['close'];
  return { leaf, above: levels.slice(0, from).flat() };
}

/** A `StrategyAnalyst` is not the strategy that a text calls "it". */
function termsOfName(name: string): string[] {
  const terms = termsOfKey(name);
  return terms.length > 1 ? terms.filter((term) => term !== 'self') : terms;
}

/** How much each term of a name says; a name of vague words alone says what they say. */
function weighed(leaf: readonly string[]): Map<string, number> {
  const weightOf = (term: string): number => {
    if (isPeriod(term)) return 0;
    if (saysLittle(term) || isUnit(term) || (leaf.length > 1 && isMinor(term) && term !== 'up' && term !== 'down'))
      return 0.2;
    return isGeneric(term) && !/^(?:current|max|min)$/.test(term) ? 0.5 : 1;
  };
  const vague = leaf.every((term) => weightOf(term) < 0.5);
  return new Map(leaf.map((term) => [term, vague && term === 'self' ? 1 : weightOf(term)]));
}

function unitsOf(words: string): Pick<Fact, 'percent' | 'basisPoints' | 'scale' | 'currency' | 'measure'> {
  return {
    percent: /(?:^|_)(?:pct|percent|percentage|perc|pp)(?:_|$)|%/.test(words),
    basisPoints: /(?:^|_)(?:bps?|basis_points)(?:_|$)/.test(words),
    scale: scaleOfKey(words),
    currency: /(?:^|_)(?:usdt?|eur|gbp|chf|musd|meur|dollars?|euros?)(?:_|$)/.test(words),
    measure: measureOfKey(words),
  };
}

const UNIT = /(?:^|_)(?:pct|percent|percentage|perc|pp|bps?|basis_points|usdt?|eur|gbp|chf|musd|meur)(?:_|$)|%/;

/** A share of times is no time. */
const UNITLESS = /(?:^|_)(?:share|rate|ratio|count|fraction)$|(?:within|under|over|above|below)_\d/;

/** The key that says the unit: the last, or the nearest around it that names one (`latencyMs.p50`); snake case. */
function unitWords(segments: readonly string[]): string {
  const keys = segments.map(snakeCase).reverse();
  const saysUnit = (key: string): boolean => UNIT.test(key) || measureOfKey(key) !== undefined || scaleOfKey(key) > 1;
  const isOwn = UNITLESS.test(keys[0] ?? '');
  return keys.slice(0, isOwn ? 1 : 2).find(saysUnit) ?? keys[0] ?? '';
}
