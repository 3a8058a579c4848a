import { SYNONYMS } from './synonyms';

/** Words that make a return of a sentence that names nothing else. */
export const WEAK_RETURN = new Set([
  'gained',
  'gaining',
  'gain',
  'lost',
  'lose',
  'loss',
  'losing',
  'earned',
  'earn',
  'made',
  'up',
  'down',
  'grew',
  'performance',
  'performed',
]);

/** Metrics that mean one thing: when a sentence names one that no fact has, no other fact can support its number. */
export const METRICS = new Set(
  'drawdown sharpe sortino calmar winrate profitfactor volatility stop target entry support resistance confidence rsi atr sma ema macd adx cci vwap rmultiple exposure turnover psr dsr pvalue slippage leverage beta alpha kelly expectancy skew skewness kurtosis omega treynor var cvar stochastic obv correlation slope dividend funding spread'.split(
    ' ',
  ),
);

/** Indicators whose name may carry a period. */
export const INDICATORS = new Set(
  'rsi atr sma ema wma hma macd adx cci vwap bollinger stochastic momentum roc average ma return volatility band donchian keltner mfi obv williams high low'.split(
    ' ',
  ),
);

const PHRASES = new Map<string, string[]>();
for (const [terms, phrases] of Object.entries(SYNONYMS)) {
  for (const phrase of phrases.split(', ')) PHRASES.set(phrase.split(' ').map(stem).join(' '), terms.split(' '));
}
/** How many words the longest phrase has that begins with this one. */
const LONGEST_FROM = new Map<string, number>();
for (const phrase of PHRASES.keys()) {
  const words = phrase.split(' ');
  const [first = ''] = words;
  LONGEST_FROM.set(first, Math.max(LONGEST_FROM.get(first) ?? 1, words.length));
}

export interface Term {
  term: string;
  /** Index of the last word it was made of. */
  at: number;
  /** How surely the word means this term, 0..1; without, surely. */
  strength?: number;
}

/** Words → terms, longest phrase first: `["Max", "Drawdowns"]` → `[drawdown]`. Null words cut phrases. */
export function termsOf(words: readonly (string | null)[]): Term[] {
  const stems = words.map((word) => (word === null ? null : stem(word)));
  const terms: Term[] = [];
  for (let i = 0; i < stems.length;) {
    const word = stems[i];
    let length = Math.min(LONGEST_FROM.get(word ?? '') ?? 1, stems.length - i);
    while (length > 1 && !PHRASES.has(stems.slice(i, i + length).join(' '))) length -= 1;
    if (word !== null && word !== undefined) {
      const named = PHRASES.get(stems.slice(i, i + length).join(' ')) ?? [plainVerb(word)];
      for (const term of named) terms.push({ term, at: i + length - 1 });
    }
    i += length;
  }
  return terms;
}

/** "marked" and "marking" → "mark". */
function plainVerb(word: string): string {
  return word.length > 5 ? word.replace(/ied$/, 'y').replace(/(?:ed|ing)$/, '') : word;
}

/** "café" → "cafe". */
function unaccented(word: string): string {
  return /[^ -~]/.test(word) ? word.normalize('NFD').replace(/\p{M}/gu, '') : word;
}

/** Lower case, without accents, possessive and plural. */
export function stem(word: string): string {
  const plain = unaccented(word.toLowerCase()).replace(/['’]s?$/, '');
  if (/is(?:e|ed|ing|es|ation)$/.test(plain)) return stem(plain.replace(/is(?=e|ed|ing|es|ation$)(?!.*is)/, 'iz'));
  if (/(?:ss|x|ch|sh)es$/.test(plain)) return plain.slice(0, -2);
  if (plain.length > 4 && plain.endsWith('ies')) return `${plain.slice(0, -3)}y`;
  if (plain.length > 3 && plain.endsWith('s') && !/(?:ss|us|is|as)$/.test(plain)) return plain.slice(0, -1);
  return plain;
}
