import { isMinor } from '../words/lexicon';
import { termsOf } from '../words/vocabulary';

const termsIn = (words: string): string[] => termsOf(words.split(' ')).map(({ term }) => term);

/** Words of statistics: which number of a distribution, not of what. */
const GENERIC = new Set(
  'value level amount current latest estimate point mean median avg average std min max low high lower upper count n num length total q1 q3 p5 p95 p50 net pct percent bps result observed actual'
    .split(' ')
    .flatMap(termsIn),
);
const LITTLE = new Set(
  'for ratio price level value score rate final latest last pct percent percentage bps usd number num of the per paid had total result fraction decimal actual observed at on in date time timestamp first self day week month hour year minute d h today'.split(
    ' ',
  ),
);
const UNITS = new Set(
  'pct percent pp bps usd eur gbp chf d h of ms sec min hours minutes gwh mwh kwh mw kw w mg dl mmhg kg sqm deg m mn bn k musd meur million billion thousand per c ppm'
    .split(' ')
    .flatMap(termsIn),
);
/** How keys spell numbers: `average_twenty`, `mean_two_hundred_days`. */
const ONES =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const SPELLED = new Map<string, number>([
  ...ONES.split(' ').map((word, i): [string, number] => [word, i + 1]),
  ...'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, i): [string, number] => [word, 10 * i + 20]),
]);
const HUNDREDS = new RegExp(`\\b(${ONES.split(' ').slice(0, 9).join('|')}) hundred\\b`, 'gi');

/** Is it a word of statistics: "mean", "upper"? */
export const isGeneric = (term: string): boolean => GENERIC.has(term);

/** Does it say nothing without a noun: "rate", "price"? */
export const saysLittle = (term: string): boolean => LITTLE.has(term);

/** Is it a unit, or a word beside one? */
export const isUnit = (term: string): boolean => UNITS.has(term);

/** Does a term say nothing of its own: "ratio", "average", "per"? */
export function isVague(term: string): boolean {
  return isGeneric(term) || saysLittle(term) || isUnit(term) || isMinor(term);
}

/** `sma_20`, `SMA20` and `maxDrawdown` → terms; a number in a name becomes `#20`. */
export function termsOfKey(key: string): string[] {
  const words = key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/(\d)([a-z])/gi, '$1 $2')
    .replace(
      /(?<![a-zA-Z])([qphQPH]\d+)|([a-zA-Z])(\d)/g,
      (_, short: string | undefined, letter, digit) => short ?? `${letter} ${digit}`,
    )
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/fifty.two/gi, '52')
    .replace(HUNDREDS, (_, word: string) => String(100 * (SPELLED.get(word.toLowerCase()) ?? 0)))
    .split(' ')
    .map((word, i, all) => (all.length > 1 ? digitsOf(word) : word));
  return termsOf(words.map((word) => word || null)).map(({ term }) => (/^\d+$/.test(term) ? `#${Number(term)}` : term));
}

/** "three" → "3". */
function digitsOf(word: string): string {
  return String(SPELLED.get(word.toLowerCase()) ?? word);
}
