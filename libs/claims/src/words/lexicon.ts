import { aliasesOf } from './aliases';
import { stem, type Term, termsOf } from './vocabulary';

const MINOR = new Set(
  'a an the of in on at by to for from with and or but not no is are was were be been has have had it its this that these those there than then as per over under above below between during after before about into out up down off only just also very more most less least so such each all any both few many much other same own too can will would should could may might must does did do which who whom whose when while where why how what if we our you your they their he she his her them us'.split(
    ' ',
  ),
);

/** What keys cut words down to: "accuracy" may be `acc`. */
const SHORT_FORMS = new Set(
  'acc alt amt avg cap conc conf corr cum dev diff dist dur eff est exp freq hum info int lat loc max med min num occ perf pop pos prec pred pres prob prod qty ref res resp rev sat seg spec std temp tot util val var vel vis vol'.split(
    ' ',
  ),
);

/** Short words of keys that are no initials: "each new day" is not `end`. */
const WORDS = new Set(
  'max min low end day net sum top mid age tax fee gap all new old set run win bar buy sell cash cost date fold gain gold hold last loss mean name open rate rank risk seed size spot step stop test time term unit vote wait year'.split(
    ' ',
  ),
);

/** How surely an everyday word means that of a key. */
const ALIKE = 0.75;

/** Is it a word of grammar, which names nothing? */
export function isMinor(word: string): boolean {
  return MINOR.has(word.toLowerCase());
}

/** Translates the words of a text into the terms that the facts of one document are named by. */
export class Lexicon {
  private readonly byRoot = new Map<string, string[]>();
  private readonly known: Set<string>;
  private readonly related = new Map<string, string[]>();
  private readonly initials = new Map<string, string[]>();

  /** `names` are the terms of each key, in order. */
  constructor(names: readonly (readonly string[])[]) {
    this.known = new Set(names.flat());
    for (const term of this.known) this.byRoot.set(root(term), [...(this.byRoot.get(root(term)) ?? []), term]);
    for (const name of names) {
      const words = name.filter((term) => !term.startsWith('#'));
      if (words.length > 1) this.initials.set(words.map((word) => word[0]).join(''), [...words]);
    }
  }

  /** Terms of a text's words, each with the index of its last word. Null words cut phrases. */
  hear(words: readonly (string | null)[]): Term[] {
    const heard = termsOf(words).flatMap(({ term, at }) => this.translated(term).map((known) => ({ term: known, at })));
    const isHeard = (place: number): boolean => heard.some(({ term, at }) => at === place && this.known.has(term));
    const plain = words.flatMap((word, at) => (word === null || isHeard(at) ? [] : this.plainly(word, at)));
    const alike = words.flatMap((word, at) =>
      word === null ? [] : this.alike(word).map((term) => ({ term, at, strength: ALIKE })),
    );
    const spelled = this.acronyms(words);
    const replaced = new Set(spelled.flatMap(({ at, length }) => Array.from({ length }, (_, i) => at - i)));
    const others = [...heard, ...plain, ...alike].filter(({ at }) => !replaced.has(at));
    return [...others, ...spelled].sort((a, b) => a.at - b.at);
  }

  /** A word that a synonym or phrase hid from the keys: "restored" of `restore_hours`. */
  private plainly(word: string, at: number): Term[] {
    if (word.length < 5) return [];
    return this.translated(stem(word)).flatMap((term) => (this.known.has(term) ? [{ term, at }] : []));
  }

  private alike(word: string): string[] {
    const meant = [...aliasesOf(word), ...aliasesOf(stem(word))].flatMap((alias) => termsOf([alias]));
    return meant.map(({ term }) => term).filter((term) => this.known.has(term));
  }

  /** Does some key have this term? */
  knows(term: string): boolean {
    return this.known.has(term);
  }

  private translated(term: string): string[] {
    if (this.known.has(term) || term.startsWith('#') || MINOR.has(term) || term.length < 3) return [term];
    const base = baseForms(term).find((form) => this.known.has(form));
    if (base !== undefined) return [base];
    let found = this.related.get(term);
    if (!found) this.related.set(term, (found = this.relatives(term)));
    return found.length > 0 ? found : [term];
  }

  /** Known terms of the same root, or that this word is a longer form of: "converted" for `conversion`, "accuracy" for `acc`. */
  private relatives(term: string): string[] {
    const own = root(term);
    const same = this.byRoot.get(own);
    if (same) return same;
    return [...this.known].filter((known) => {
      if (known.startsWith('#') || MINOR.has(known)) return false;
      if (SHORT_FORMS.has(known) && term.length >= 6 && term.startsWith(known)) return true;
      const other = root(known);
      const shared = sharedPrefix(own, other);
      return shared >= 5 && shared >= Math.min(own.length, other.length) - 1;
    });
  }

  /** "click-through rate" for `ctr`, "AOV" for `avg_order_value`, "look back" for `lookback`. */
  private acronyms(words: readonly (string | null)[]): (Term & { length: number })[] {
    const found: (Term & { length: number })[] = [];
    words.forEach((word, i) => {
      if (word === null) return;
      const spelled = /^[A-Z]{2,5}$/.test(word) ? this.initials.get(word.toLowerCase()) : undefined;
      for (const term of spelled ?? []) found.push({ term, at: i, length: 1 });
      for (let length = 2; length <= 5; length += 1) {
        const window = words.slice(i, i + length);
        if (window.length < length || window.some((part) => part === null || !/^\p{L}/u.test(part))) break;
        const letters = window.map((part) => part?.[0]?.toLowerCase()).join('');
        if (
          this.known.has(letters) &&
          (length > 2 || this.translated(stem(window[0] ?? '')).every((term) => !this.known.has(term))) &&
          !isMinor(word) &&
          !isMinor(window.at(-1) ?? '') &&
          !WORDS.has(letters)
        )
          found.push({ term: letters, at: i + length - 1, length });
        const joined =
          length === 2 ? window.map((part, j) => (j === 0 ? verb(part ?? '') : stem(part ?? ''))).join('') : '';
        if (this.known.has(joined)) found.push({ term: joined, at: i + 1, length });
      }
    });
    return found;
  }
}

const ENDINGS =
  /(?:ations?|ages?|itions?|ments?|ances?|ences?|ities|ity|ability|able|ings?|ed|ees?|ers?|ors?|ions?|ally|al|ly|ness|e|y|i)$/;

/** "used" and "using" → "use", "waiting" → "wait". */
function baseForms(term: string): string[] {
  return [`${term}e`, term.replace(/d$/, ''), term.replace(/ing$/, ''), term.replace(/ing$/, 'e')];
}

/** "dropped" → "drop". */
function verb(word: string): string {
  return stem(word).replace(/(?:(.)\1)?ed$/, '$1');
}

/** A word without its endings: "curtailment" and "curtailed" are both "curtail". */
function root(word: string): string {
  const plain = word.replace(ENDINGS, '');
  return plain.length >= 4 ? plain : word;
}

function sharedPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}
