import { isMinor, Lexicon } from './lexicon';
import { type Measure, measureOfKey, scaleOfKey, snakeCase } from './measures';
import { stem, termsOf } from './vocabulary';

/** A number, date or count of the facts, with the terms that name it. */
export interface Fact {
  path: string;
  /** NaN for a null: it is named, and no number fits it. */
  value: number;
  /** ISO text where the fact is a date. */
  iso?: string;
  /** Terms of the last words of the path, with how much each says (1, or 0.2 for words like "ratio"). */
  leaf: Map<string, number>;
  /** Terms of the words before, and the names of the objects around it. */
  scope: Set<string>;
  /** Terms of the scope that a sentence must speak of before it can mean this fact rather than one without them. */
  marked: string[];
  percent: boolean;
  basisPoints: boolean;
  /** 1,000,000 where the key says that the value is in millions. */
  scale: number;
  currency: boolean;
  /** Hours for `downtime_hours`. */
  measure: Measure | undefined;
}

/** A number that a text among the facts says, between its neighbours. */
export interface Quote {
  path: string;
  sentence: string;
}

/** The elements of a list that have the same text in a field: three of `votes` with `action` BUY. */
export interface Tally {
  list: string;
  value: string;
  paths: string[];
}

export interface FactIndex {
  facts: Fact[];
  tallies: Tally[];
  quotes: Quote[];
  /** Names of objects, of two terms or more: `sma_crossover`. They are no metrics. */
  names: string[][];
  /** Numbers in names of facts: the 14 of `rsi_14`, the 2023 of `year2023`. */
  periods: Set<number>;
  /** Elements of lists that a number tells apart: `fold#2` for `{fold: 2, ...}`. */
  identities: Set<string>;
  /** Terms that a number follows in a name: `week#52`, `yield#10`. */
  labels: Set<string>;
  /** Terms of what the document says of itself at its top: "Q3 2021". */
  context: Set<string>;
  lexicon: Lexicon;
  /** How much a term tells facts apart, 0.1..1: 1 if one fact has it. */
  rarity: (term: string) => number;
  /** Do facts have one or the other, but none both: `control` and `treatment`? */
  exclude: (a: string, b: string) => boolean;
  /** Do they stand in the name of one fact: `sma` and `#20`? */
  meet: (a: string, b: string) => boolean;
}

const GENERIC = new Set(
  'value level amount current latest estimate point mean median avg average std min max low high lower upper count n num length total q1 q3 p5 p95 p50 net pct percent bps result observed actual'
    .split(' ')
    .flatMap((word) => termsOf([word]).map(({ term }) => term)),
);
const LITTLE = new Set(
  'for ratio price level value score rate final latest last pct percent percentage bps usd number num of the per paid had total result fraction decimal actual observed at on in date time timestamp final first self day week month hour year minute d h today'.split(
    ' ',
  ),
);
const UNITS = new Set(
  'pct percent pp bps usd eur gbp chf d h of ms sec min hours minutes gwh mwh kwh mw kw mg dl mmhg kg sqm deg m mn bn k musd meur million billion thousand per c ppm'
    .split(' ')
    .flatMap((word) => termsOf([word]).map(({ term }) => term)),
);
const MARKED = new Set(
  'buyhold baseline other normal consensus budget random train validation previous prior seed interval spread confidenceinterval ci benchmark trial index peer reference'.split(
    ' ',
  ),
);
const NAMING_KEYS = ['name', 'symbol', 'ticker', 'label', 'metric', 'indicator', 'key', 'id', 'asset', 'title', 'type'];
const PERIOD_KEYS = ['period', 'length', 'window', 'lookback', 'n'];
/** Whole numbers that tell the elements of a list apart. */
const IDENTITY_KEYS =
  /^(?:fold|seed|step|trial|epoch|rank|lookback|window|period|level|round|stage|id|number|index|year|quarter|bucket|horizon|.*_?id)$/i;
const ISO_DATE = /^\d{4}-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}.*)?)?$/;
const SPELLED = 'one two three four five six seven eight nine ten'.split(' ');
const MAX_FACTS = 50_000;

/** Every named number of any JSON: fields, array elements, lengths of arrays, dates, numeric texts. */
export function indexFacts(facts: unknown): FactIndex {
  const found: Found = { facts: [], tallies: [], quotes: [], names: [], identities: new Set() };
  visit(facts, { path: '', segments: [], names: [], element: false }, found);
  const sets = found.facts.map(({ leaf, scope }) => new Set([...leaf.keys(), ...scope]));
  const having = new Map<string, Set<number>>();
  sets.forEach((terms, i) => {
    for (const term of terms) having.set(term, (having.get(term) ?? new Set()).add(i));
  });
  const periods = [...having.keys()].filter((term) => /^#\d+$/.test(term)).map((term) => Number(term.slice(1)));
  const all = Math.log(sets.length + 1);
  const labels = new Set(found.facts.flatMap(({ leaf }) => labelsOf([...leaf.keys()])));
  return {
    ...found,
    periods: new Set(periods),
    meet: (term, label) => labels.has(term + label),
    labels,
    context: contextOf(facts),
    lexicon: new Lexicon(found.facts.flatMap(({ leaf, scope }) => [[...leaf.keys()], [...scope]])),
    rarity: (term) => Math.max(0.1, (all - Math.log(having.get(term)?.size ?? 1)) / all),
    exclude: (a, b) => {
      const [ours, theirs] = [having.get(a), having.get(b)];
      return ours !== undefined && theirs !== undefined && ![...ours].some((i) => theirs.has(i));
    },
  };
}

/** Does a term say nothing of its own: "ratio", "average", "per"? */
export function isVague(term: string): boolean {
  return GENERIC.has(term) || LITTLE.has(term) || UNITS.has(term) || isMinor(term);
}

function contextOf(facts: unknown): Set<string> {
  const fields = typeof facts === 'object' && facts !== null && !Array.isArray(facts) ? Object.entries(facts) : [];
  const said = fields.flatMap(([key, value]) => (/year|quarter|period|month/i.test(key) ? [String(value)] : []));
  return new Set(said.flatMap((text) => (text.length <= 30 ? termsOfKey(text) : [])));
}

function labelsOf(leaf: readonly string[]): string[] {
  const numbers = leaf.filter((term) => /^#\d+$/.test(term));
  return numbers.flatMap((number) => leaf.filter((term) => !term.startsWith('#')).map((term) => term + number));
}

type Found = Pick<FactIndex, 'facts' | 'tallies' | 'quotes' | 'names' | 'identities'>;

interface Place {
  path: string;
  segments: string[];
  names: string[];
  element: boolean;
}

function visit(node: unknown, place: Place, found: Found): void {
  if (found.facts.length >= MAX_FACTS) return;
  if (Array.isArray(node)) {
    found.facts.push({ ...factAt({ ...place, path: `${place.path}.length` }, node.length), marked: ['[]'] });
    node.forEach((item, i) =>
      visit(
        item,
        {
          ...place,
          names: [...place.names, ...placeNames(place.path, i, node.length)],
          path: `${place.path}[${i}]`,
          element: true,
        },
        found,
      ),
    );
  } else if (typeof node === 'object' && node !== null) visitFields(Object.entries(node), place, found);
  else leafAt(node, place, found);
}

/** "First", or "January" where a list has twelve months. */
function placeNames(path: string, i: number, length: number): string[] {
  const month = length === 12 && /month/i.test(path) ? MONTHS[i] : undefined;
  return [`nth${i + 1}`, ...(month === undefined ? [] : [month])];
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');

function visitFields(entries: [string, unknown][], place: Place, found: Found): void {
  const names = namesOf(entries, place.element);
  found.names.push(...names.map(termsOfKey).filter(({ length }) => length > 1));
  const identity =
    place.element && !entries.some(([key]) => NAMING_KEYS.includes(key) && key !== 'type' && key !== 'id')
      ? identityOf(entries)
      : undefined;
  if (identity) found.identities.add(identity);
  const period = entries.find(([key, value]) => PERIOD_KEYS.includes(key) && Number.isInteger(value))?.[1] as
    number | undefined;
  for (const [key, value] of entries) {
    const path = place.path === '' ? key : `${place.path}.${key}`;
    const general = !PERIOD_KEYS.includes(key) && GENERIC.has(stem(key));
    const named = general ? [...names.slice(0, 1), ...(period === undefined ? [] : [String(period)])] : [];
    const segments = [...place.segments, ...(named.length > 0 ? [named.join(' ')] : []), ...key.split('.')];
    const own = [...names.slice(0, 2), ...(identity === undefined ? [] : [identity])];
    visit(value, { path, segments, names: [...place.names, ...own], element: place.element }, found);
  }
}

/** What an object is called by: the texts of its naming keys; for an element of a list any short text. */
function namesOf(entries: readonly [string, unknown][], element: boolean): string[] {
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const keyed = NAMING_KEYS.flatMap((name) => texts.filter(([key]) => key === name).map(([, text]) => text));
  if (keyed.length > 0 || !element) return keyed;
  return texts.map(([, text]) => text).filter((text) => text.length <= 30 && !ISO_DATE.test(text));
}

function identityOf(entries: readonly [string, unknown][]): string | undefined {
  const entry = entries.find(([key, value]) => IDENTITY_KEYS.test(key) && Number.isInteger(value));
  return entry && `${termsOfKey(entry[0]).join('-')}#${Number(entry[1])}`;
}

function leafAt(value: unknown, place: Place, found: Found): void {
  const key = place.segments.at(-1) ?? '';
  if (typeof value === 'number') {
    const fact = factAt(place, value);
    if (value > 1e9 && /(?:time|date|_at|At|stamp|_on)$/.test(key))
      fact.iso = new Date(value > 1e11 ? value : value * 1000).toISOString();
    found.facts.push(fact);
  } else if (value === null) found.facts.push(factAt(place, NaN));
  else if (typeof value === 'string') {
    tally(place.path, value, found.tallies);
    if (ISO_DATE.test(value)) found.facts.push({ ...factAt(place, NaN), iso: value.replace(' ', 'T') });
    else if (/^[-+]?\d*\.?\d+(?:e[-+]?\d+)?%?$/i.test(value))
      found.facts.push({ ...factAt(place, parseFloat(value)), ...(value.endsWith('%') && { percent: true }) });
    else if (/\d/.test(value)) found.quotes.push({ path: place.path, sentence: value });
  }
}

function tally(path: string, value: string, tallies: Tally[]): void {
  const [, list, field] = /^(.*)\[\d+\](\.[^[\]]+)?$/.exec(path) ?? [];
  if (list === undefined || value.length > 30) return;
  const known = tallies.find((one) => one.list === list && one.value === value && one.paths[0]?.endsWith(field ?? ']'));
  if (known) known.paths.push(path);
  else tallies.push({ list, value, paths: [path] });
}

/** A `StrategyAnalyst` is not the strategy that a text calls "it". */
function termsOfName(name: string): string[] {
  const terms = termsOfKey(name);
  return terms.length > 1 ? terms.filter((term) => term !== 'self') : terms;
}

function factAt(place: Place, value: number): Fact {
  const levels = place.segments.map(termsOfKey);
  if (levels.length === 0) levels.push([]);
  const names = place.names.flatMap((name) => (/^nth\d+$|^\D+#\d+$/.test(name) ? [name] : termsOfName(name)));
  let from = levels.length - 1;
  let leaf = levels[from] ?? [];
  if (leaf.length === 1 && leaf[0] === 'price') leaf = ['close'];
  const saysLittle = (term: string): boolean =>
    GENERIC.has(term) || LITTLE.has(term) || UNITS.has(term) || term.startsWith('#');
  const saying = (): string[] => leaf.filter((term) => !UNITS.has(term) && !term.startsWith('#'));
  while (from > 0 && leaf.every(saysLittle) && saying().length < 2 && saying()[0] !== 'self')
    leaf = [...(levels[(from -= 1)] ?? []), ...leaf];
  if (leaf.includes('price') && leaf.every((term) => LITTLE.has(term))) leaf = ['close'];
  if (leaf.every((term) => GENERIC.has(term) || term.startsWith('#'))) leaf = [...names, ...leaf];
  const scope = new Set([...levels.slice(0, from).flat(), ...names].filter((term) => !leaf.includes(term)));
  if (scope.has('other')) scope.delete('self');
  const words = unitWords(place.segments);
  return {
    path: place.path,
    value,
    leaf: weighed(leaf),
    scope,
    marked: [...new Set([...scope, ...leaf])].filter((term) => MARKED.has(term)).concat(place.element ? ['[]'] : []),
    percent: /(?:^|_)(?:pct|percent|percentage|perc|pp)(?:_|$)|%/.test(words),
    basisPoints: /(?:^|_)(?:bps?|basis_points)(?:_|$)/.test(words),
    scale: scaleOfKey(words),
    currency: /(?:^|_)(?:usdt?|eur|gbp|chf|musd|meur|dollars?|euros?)(?:_|$)/.test(words),
    measure: measureOfKey(words),
  };
}

/** The key that says the unit: the last, or the nearest around it that names one (`latencyMs.p50`); snake case. */
function unitWords(segments: readonly string[]): string {
  const keys = segments.map(snakeCase).reverse();
  const saysUnit = (key: string): boolean => UNIT.test(key) || measureOfKey(key) !== undefined || scaleOfKey(key) > 1;
  return keys.slice(0, 2).find(saysUnit) ?? keys[0] ?? '';
}

const UNIT = /(?:^|_)(?:pct|percent|percentage|perc|pp|bps?|basis_points|usdt?|eur|gbp|chf|musd|meur)(?:_|$)|%/;

/** How much each term of a name says; a name of vague words alone says what they say. */
function weighed(leaf: readonly string[]): Map<string, number> {
  const weightOf = (term: string): number => {
    if (term.startsWith('#')) return 0;
    if (LITTLE.has(term) || UNITS.has(term) || (leaf.length > 1 && isMinor(term) && term !== 'up' && term !== 'down'))
      return 0.2;
    return GENERIC.has(term) && !/^(?:current|max|min)$/.test(term) ? 0.5 : 1;
  };
  const vague = leaf.every((term) => weightOf(term) < 0.5);
  return new Map(leaf.map((term) => [term, vague && term === 'self' ? 1 : weightOf(term)]));
}

/** `sma_20`, `SMA20` and `maxDrawdown` → terms; a number in a name becomes `#20`. */
export function termsOfKey(key: string): string[] {
  const words = key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/(\d)(d|h|w|m|y|day|week|month)(?![a-z])/gi, '$1 $2')
    .replace(
      /(?<![a-zA-Z])([qphQPH]\d+)|([a-zA-Z])(\d)/g,
      (_, short: string | undefined, letter, digit) => short ?? `${letter} ${digit}`,
    )
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/fifty.two/gi, '52')
    .split(' ')
    .map((word, i, all) =>
      SPELLED.includes(word.toLowerCase()) && all.length > 1 ? String(SPELLED.indexOf(word.toLowerCase()) + 1) : word,
    );
  return termsOf(words.map((word) => word || null)).map(({ term }) => (/^\d+$/.test(term) ? `#${Number(term)}` : term));
}
