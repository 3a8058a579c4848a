import { Lexicon } from '../words/lexicon';
import { stem } from '../words/vocabulary';
import type { Fact, FactIndex, Tally } from './fact';
import { factAt, type Place } from './fact-at';
import { isGeneric, termsOfKey } from './key-terms';

const NAMING_KEYS = ['name', 'symbol', 'ticker', 'label', 'metric', 'indicator', 'key', 'id', 'asset', 'title', 'type'];
const PERIOD_KEYS = ['period', 'length', 'window', 'lookback', 'n'];
/** Whole numbers that tell the elements of a list apart. */
const IDENTITY_KEYS =
  /^(?:fold|seed|step|trial|epoch|rank|lookback|window|period|level|round|stage|id|number|index|year|quarter|bucket|horizon|.*_?id)$/i;
const ISO_DATE = /^\d{4}-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}.*)?)?$/;
const MONTHS = 'january february march april may june july august september october november december'.split(' ');
/** Characters; what is longer is a sentence. */
const MAX_NAME = 45;
const MAX_FACTS = 50_000;

/** Every named number of any JSON: fields, array elements, lengths of arrays, dates, numeric texts. */
export function indexFacts(document: unknown): FactIndex {
  const found: Found = { facts: [], tallies: [], quotes: [], identities: new Set() };
  visit(document, { path: '', segments: [], names: [], element: false }, found);
  const { facts } = found;
  const having = new Map<string, Set<number>>();
  facts.forEach(({ leaf, scope }, i) => {
    for (const term of [...leaf.keys(), ...scope]) having.set(term, (having.get(term) ?? new Set()).add(i));
  });
  const all = Math.log(facts.length + 1);
  const rarities = new Map([...having].map(([term, { size }]) => [term, Math.max(0.1, (all - Math.log(size)) / all)]));
  return {
    ...found,
    periods: new Set([...having.keys()].filter((term) => /^#\d+$/.test(term)).map((term) => Number(term.slice(1)))),
    labels: new Set(facts.flatMap(labelsOf)),
    context: contextOf(document),
    lexicon: new Lexicon(facts.flatMap(({ leaf, scope }) => [[...leaf.keys()], [...scope]])),
    rarity: (term) => rarities.get(term) ?? 1,
    exclude: (a, b) => {
      const [ours, theirs] = [having.get(a), having.get(b)];
      return ours !== undefined && theirs !== undefined && ![...ours].some((i) => theirs.has(i));
    },
  };
}

/** Years and quarters at the top of a document hold for all of it. */
function contextOf(document: unknown): Set<string> {
  const said = Object.entries(document ?? {}).flatMap(([key, value]) =>
    /year|quarter|period|month/i.test(key) ? [String(value)] : [],
  );
  return new Set(said.flatMap((text) => (text.length <= 30 ? termsOfKey(text) : [])));
}

function labelsOf({ leaf, scope }: Fact): string[] {
  // the name of `per_100000_km.electric` is `electric`, but its number is a label all the same
  const terms = scope.has('per') ? [...leaf.keys(), ...scope] : [...leaf.keys()];
  const words = terms.filter((term) => !term.startsWith('#'));
  return terms.filter((term) => /^#\d+$/.test(term)).flatMap((number) => words.map((term) => term + number));
}

type Found = Pick<FactIndex, 'facts' | 'tallies' | 'quotes' | 'identities'>;

function visit(node: unknown, place: Place, found: Found): void {
  if (found.facts.length >= MAX_FACTS) return;
  if (Array.isArray(node)) visitList(node, place, found);
  else if (typeof node === 'object' && node !== null) visitFields(Object.entries(node), place, found);
  else visitValue(node, place, found);
}

function visitList(list: readonly unknown[], place: Place, found: Found): void {
  found.facts.push({ ...factAt({ ...place, path: `${place.path}.length` }, list.length), marked: ['[]'] });
  const months = list.length === 12 && /month/i.test(place.path);
  list.forEach((item, i) => {
    const names = [...place.names, `nth${i + 1}`, ...(months ? [MONTHS[i] ?? ''] : [])];
    visit(item, { ...place, names, path: `${place.path}[${i}]`, element: true }, found);
  });
}

function visitFields(entries: [string, unknown][], place: Place, found: Found): void {
  const names = namesOf(entries, place.element);
  const isNamed = entries.some(([key]) => NAMING_KEYS.includes(key) && key !== 'type' && key !== 'id');
  const identity = place.element && !isNamed ? identityOf(entries) : undefined;
  if (identity) found.identities.add(identity);
  const period = entries.find(([key, value]) => PERIOD_KEYS.includes(key) && Number.isInteger(value))?.[1] as
    number | undefined;
  for (const [key, value] of entries) {
    const path = place.path === '' ? key : `${place.path}.${key}`;
    const general = !PERIOD_KEYS.includes(key) && isGeneric(stem(key));
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
  if (keyed.length > 0) return keyed;
  if (!element && !isAloneAmongNumbers(texts, entries)) return [];
  return texts.map(([, text]) => text).filter((text) => text.length <= MAX_NAME && !ISO_DATE.test(text));
}

/** `{outcome: "admissions", treated: 1.3, control: 1.8}`: the one text says what the numbers are of. */
function isAloneAmongNumbers(texts: readonly unknown[], entries: readonly (readonly [string, unknown])[]): boolean {
  return texts.length === 1 && entries.filter(([, value]) => typeof value === 'number').length >= 2;
}

function identityOf(entries: readonly [string, unknown][]): string | undefined {
  const entry = entries.find(([key, value]) => IDENTITY_KEYS.test(key) && Number.isInteger(value));
  return entry && `${termsOfKey(entry[0]).join('-')}#${Number(entry[1])}`;
}

function visitValue(value: unknown, place: Place, found: Found): void {
  if (typeof value === 'number') {
    const fact = factAt(place, value);
    if (value > 1e9 && /(?:time|date|_at|At|stamp|_on)$/.test(place.segments.at(-1) ?? ''))
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
