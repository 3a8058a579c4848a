/** Units of measure by dimension, each with its size in the dimension's first unit. */
const DIMENSIONS: Record<string, Record<string, number>> = {
  time: {
    'ms millisecond milliseconds msec': 0.001,
    's sec secs second seconds': 1,
    'min mins minute minutes': 60,
    'h hr hrs hour hours': 3600,
    'd day days': 86_400,
    'week weeks wk wks': 604_800,
    'month months mo': 2_629_800,
    'year years yr yrs': 31_557_600,
  },
  energy: { wh: 1, kwh: 1e3, mwh: 1e6, gwh: 1e9, twh: 1e12 },
  power: { w: 1, kw: 1e3, mw: 1e6, gw: 1e9 },
  mass: {
    'ug µg mcg microgram micrograms': 1e-6,
    mg: 1e-3,
    'g gram grams': 1,
    kg: 1e3,
    't tonne tonnes': 1e6,
    kt: 1e9,
    mt: 1e12,
  },
  length: { mm: 1e-3, cm: 1e-2, 'metre metres meter meters': 1, km: 1e3 },
  pips: { 'pip pips': 1 },
  volume: {
    'l litre litres liter liters': 1,
    'hl hectolitre hectolitres': 100,
    'm3 m³': 1e3,
  },
  data: { kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 },
};

/** "Hours" is 3600 of the first unit of time. */
export interface Measure {
  dimension: string;
  size: number;
}

const MEASURES = new Map<string, Measure>(
  Object.entries(DIMENSIONS).flatMap(([dimension, units]) =>
    Object.entries(units).flatMap(([words, size]) =>
      words.split(' ').map((word): [string, Measure] => [word, { dimension, size }]),
    ),
  ),
);

const SCALES: [RegExp, number][] = [
  [/(?:^|_)(?:bn|billions?)(?:_|$)|_b$/, 1e9],
  [/(?:^|_)(?:mn|mio|millions?|meur|musd)(?:_|$)|_m(?:_|$)|(?:^|_)(?:usd|eur|gbp)_mm(?:_|$)/, 1e6],
  [/(?:^|_)(?:cents?|pence)(?:_|$)|_ct$/, 0.01],
  [/(?:^|_)(?:thousands?|keur|kusd|teur)(?:_|$)|_k(?:_|$)/, 1e3],
];

/** The unit that a word after a number names: "ms", "hours". */
export function measureOf(word: string): Measure | undefined {
  return MEASURES.get(word.toLowerCase());
}

const PERIOD_NAME = /^(?:day|week|month|year|hour|minute|second|d|t)$/;

/** Keys whose `_m` is metres. */
const LENGTHS =
  /(?:^|_)(?:elevation|altitude|vertical|ascent|climb|height|depth|length|width|distance|radius|diameter|level|wingspan|span)_/;

/** The unit that the last words of a key name, `downtime_hours` for one; snake case. */
export function measureOfKey(key: string): Measure | undefined {
  const unscaled = LENGTHS.test(key) ? key : key.replace(/_(?:bn|mn|m|k)$/, '');
  const words = unscaled.split('_');
  const per = words.indexOf('per');
  if (per > 0) return PERIOD_NAME.test(words[per - 1] ?? '') ? undefined : measureOf(words[per - 1] ?? '');
  if (LENGTHS.test(key) && key.endsWith('_m')) return measureOf('metres');
  const [first = '', last = ''] = [words[0], words.at(-1)];
  const isScaled = unscaled !== key;
  // `mg_l` and `tonne_km_bn`: of two units the first is measured
  const over = words.at(-2) ?? '';
  if ((words.length > 2 || isScaled) && measureOf(last) && measureOf(over) && !PERIOD_NAME.test(over))
    return measureOf(over);
  // `best_month` is no duration, `days_since_start` is one
  const word = PERIOD_NAME.test(last) ? '' : last;
  if (measureOf(word) && (words.length > 1 || isScaled || /^.wh$/.test(key))) return measureOf(word);
  return words.length > 1 && /^(?:days|hours|minutes|weeks|months|years)$/.test(first) ? measureOf(first) : undefined;
}

/** What a fact's value has to be multiplied by: 1,000,000 for `revenue_m`; snake case. */
export function scaleOfKey(key: string): number {
  if (LENGTHS.test(key)) return 1;
  const counted = key.replace(/_per_.*/, '');
  return SCALES.find(([pattern]) => pattern.test(counted))?.[1] ?? 1;
}

/** `energyGwh` → `energy_gwh`. */
export function snakeCase(key: string): string {
  return key
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^\p{L}\p{N}%]+/gu, '_')
    .toLowerCase();
}
