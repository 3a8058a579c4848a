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
}

/** A number that a text among the facts says, between its neighbours. */
export interface Quote {
  path: string;
  sentence: string;
}

export interface FactIndex {
  facts: Fact[];
  quotes: Quote[];
  /** Names of objects, of two terms or more: `sma_crossover`. They are no metrics. */
  names: string[][];
  /** Periods in names of facts: the 14 of `rsi_14`. */
  periods: Set<number>;
}

const GENERIC = new Set(
  'value level amount current latest estimate point mean median avg average std min max low high lower upper count n num length total q1 q3 p5 p95 p50 net pct percent bps result observed actual'
    .split(' ')
    .flatMap((word) => termsOf([word]).map(({ term }) => term)),
);
const LITTLE = new Set(
  'ratio price level value score rate index final net latest last pct percent percentage bps usd number num of the per paid had total result fraction decimal at on in date time timestamp final first self day week month hour year minute d h today'.split(
    ' ',
  ),
);
const UNITS = new Set(['pct', 'percent', 'bps', 'usd', 'd', 'h', 'of']);
const MARKED = new Set(
  'buyhold baseline random train validation previous prior seed interval spread confidenceinterval ci benchmark trial'.split(
    ' ',
  ),
);
const NAMING_KEYS = ['name', 'symbol', 'ticker', 'label', 'metric', 'indicator', 'key', 'id', 'asset', 'title', 'type'];
const PERIOD_KEYS = ['period', 'length', 'window', 'lookback', 'n'];
const ISO_DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?$/;
const MAX_FACTS = 50_000;

/** Every named number of any JSON: fields, array elements, lengths of arrays, dates, numeric texts. */
export function indexFacts(facts: unknown): FactIndex {
  const index: FactIndex = { facts: [], quotes: [], names: [], periods: new Set() };
  visit(facts, { path: '', segments: [], names: [], element: false }, index);
  for (const { leaf } of index.facts) {
    for (const term of leaf.keys()) if (term.startsWith('#')) index.periods.add(Number(term.slice(1)));
  }
  return index;
}

interface Place {
  path: string;
  segments: string[];
  names: string[];
  element: boolean;
}

function visit(node: unknown, place: Place, index: FactIndex): void {
  if (index.facts.length >= MAX_FACTS) return;
  if (Array.isArray(node)) {
    index.facts.push({ ...factAt({ ...place, path: `${place.path}.length` }, node.length), marked: ['[]'] });
    node.forEach((item, i) => visit(item, { ...place, path: `${place.path}[${i}]`, element: true }, index));
  } else if (typeof node === 'object' && node !== null) {
    const entries = Object.entries(node);
    const names = NAMING_KEYS.flatMap((key) =>
      entries.filter(([k, v]) => k === key && typeof v === 'string').map(([, v]) => String(v)),
    );
    index.names.push(...names.map(termsOfKey).filter(({ length }) => length > 1));
    const period = entries.find(([key, value]) => PERIOD_KEYS.includes(key) && Number.isInteger(value))?.[1] as
      number | undefined;
    for (const [key, value] of entries) {
      const path = place.path === '' ? key : `${place.path}.${key}`;
      const general = !PERIOD_KEYS.includes(key) && GENERIC.has(stem(key));
      const named = general ? [...names.slice(0, 1), ...(period === undefined ? [] : [String(period)])] : [];
      const keys = [...place.segments, ...(named.length > 0 ? [named.join(' ')] : []), ...key.split('.')];
      visit(
        value,
        { path, segments: keys, names: [...place.names, ...names.slice(0, 2)], element: place.element },
        index,
      );
    }
  } else leafAt(node, place, index);
}

function leafAt(value: unknown, place: Place, index: FactIndex): void {
  const key = place.segments.at(-1) ?? '';
  if (typeof value === 'number') {
    const fact = factAt(place, value);
    if (value > 1e9 && /(?:time|date|_at|At|stamp|_on)$/.test(key))
      fact.iso = new Date(value > 1e11 ? value : value * 1000).toISOString();
    index.facts.push(fact);
  } else if (value === null) index.facts.push(factAt(place, NaN));
  else if (typeof value === 'string') {
    if (ISO_DATE.test(value)) index.facts.push({ ...factAt(place, NaN), iso: value.replace(' ', 'T') });
    else if (/^[-+]?\d*\.?\d+(?:e[-+]?\d+)?%?$/i.test(value))
      index.facts.push({ ...factAt(place, parseFloat(value)), ...(value.endsWith('%') && { percent: true }) });
    else if (/\d/.test(value)) index.quotes.push({ path: place.path, sentence: value });
  }
}

function factAt(place: Place, value: number): Fact {
  const levels = place.segments.map(termsOfKey);
  if (levels.length === 0) levels.push([]);
  const names = place.names.flatMap(termsOfKey);
  let from = levels.length - 1;
  let leaf = levels[from] ?? [];
  if (leaf.length === 1 && leaf[0] === 'price') leaf = ['close'];
  const isVague = (term: string): boolean => GENERIC.has(term) || LITTLE.has(term) || term.startsWith('#');
  const saying = (): string[] => leaf.filter((term) => !UNITS.has(term) && !term.startsWith('#'));
  while (from > 0 && leaf.every(isVague) && saying().length < 2 && saying()[0] !== 'self')
    leaf = [...(levels[(from -= 1)] ?? []), ...leaf];
  if (leaf.includes('price') && leaf.every((term) => LITTLE.has(term))) leaf = ['close'];
  if (leaf.every((term) => GENERIC.has(term) || term.startsWith('#'))) leaf = [...names, ...leaf];
  const scope = new Set([...levels.slice(0, from).flat(), ...names].filter((term) => !leaf.includes(term)));
  const words = (place.segments.at(-1) ?? '').replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  return {
    path: place.path,
    value,
    leaf: weighed(leaf),
    scope,
    marked: [...new Set([...scope, ...leaf])].filter((term) => MARKED.has(term)).concat(place.element ? ['[]'] : []),
    percent: /(?:^|_)(?:pct|percent|percentage|perc)(?:_|$)|%/.test(words),
    basisPoints: /(?:^|_)(?:bps?|basis_points)(?:_|$)/.test(words),
  };
}

/** How much each term of a name says; a name of vague words alone says what they say. */
function weighed(leaf: readonly string[]): Map<string, number> {
  const weightOf = (term: string): number => {
    if (term.startsWith('#')) return 0;
    if (LITTLE.has(term)) return 0.2;
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
    .replace(/([a-zA-Z])(\d)/g, (all, letter: string, digit: string) =>
      /^[qpQP]\d/.test(key) ? all : `${letter} ${digit}`,
    )
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/fifty.two/gi, '52')
    .split(' ');
  return termsOf(words.map((word) => word || null)).map(({ term }) => (/^\d+$/.test(term) ? `#${Number(term)}` : term));
}
