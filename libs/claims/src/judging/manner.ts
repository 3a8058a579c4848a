import type { Token } from '../reading/token';
import type { Manner } from './units';

const BEFORE = {
  approximate:
    /\b(?:about|around|roughly|approximately|approx\.?|circa|ca\.?|nearly|almost|close to|near|some|~|just (?:over|under|above|below|shy of)|a little (?:over|under)|slightly (?:over|under|above|below|more than|less than)|or so|in the region of|in the neighbou?rhood of|on the order of)[\s(]*(?:the|a|an|of|at)?\s*$/i,
  above:
    /(?:\b(?:above|(?<!turned )over|more than|greater than|larger than|higher than|bigger than|better than|exceed(?:s|ed|ing)?|at least|a minimum of|upwards? of|north of|beyond|surpass(?:es|ed|ing)?|tops|topped|no less than|not less than|no fewer than|no lower than|not below|never below|never (?:fell|dropped|went) below)|[>≥]=?)\s*(?:the|a|an|of)?\s*$/i,
  below:
    /(?:\b(?:(?<!(?:\b(?:not|never|nor)|n['’]t) )(?:below|under)|less than|smaller than|lower than|fewer than|at most|a maximum of|(?<!\b(?:add(?:s|ed)?|pick(?:s|ed)?|went|go(?:es)?|rose|moved?|mounts?|sums?) )up to|south of|short of|beneath|worse than|within|no more than|not more than|no higher than|not above|never above|(?:not|n['’]t|never) exceed(?:ed)?|(?:never|no|nor)\b(?: [\w-]+){1,6}? exceed(?:ed)?|never (?:rose|went|climbed) (?:above|beyond|past))|[<≤]=?)\s*(?:the|a|an|of)?\s*$/i,
  negated:
    /(?:\b(?:not|never|neither|nor|rather than|instead of|isn['’]t|wasn['’]t|aren['’]t|weren['’]t)|n['’]t)\s+(?:(?:be|been|return(?:ed)?|lose|lost|gain(?:ed)?|make|made|earn(?:ed)?|reach(?:ed)?|have|had|get|got|hit|rise|fall|show|at|of|by|equal|to|a|an|the|exactly|as much as|actually|trade|close|closed|stand|sit)\s+){0,3}$/i,
  moves: /\b(?:to|at|from|between|below|above)\s*(?:the|a)?\s*[$€£]?$/i,
};
const MOVES =
  /\b(?:(gave up|given up|giv(?:es|ing) up|lost|lose|loses|losing|loss(?:es)?|fell|fall(?:s|en|ing)?(?! short)|declin(?:e|ed|es|ing)|drop(?:s|ped|ping)?|down|negative|minus|shed|slid|sank|shrank|shrunk|shrinks?|contract(?:ed|s)|reduc(?:ed|es|ing|tion)|decreas(?:ed|es|ing|e)|slipp?(?:ed|s)|plung(?:ed|es)|tumbl(?:ed|es)|gave back|underperform(?:ed|s|ing)?|lag(?:s|ged|ging)?|trail(?:ed|s|ing)?|behind|worse|cost)|gain(?:s|ed|ing)?|rose|rise[sn]?|rising|grew|up|positive|plus|earn(?:ed|s|ing)?|made|climb(?:ed|s|ing)?|advance[ds]?|profit|outperform(?:ed|s|ing)?|beats?|ahead|better)\b(?! (?:to|at|loss|factor)\b)/gi;
const AFTER = {
  down: /^[\s]*(?:\(?(?:greater |larger |bigger |steeper )?(?:loss(?:es)?|decline|drop|fall|down|lower|in the red|worse|behind|underperformance|reduction|decrease|cut)\b)/i,
  up: /^[\s]*(?:\(?(?:greater |larger |bigger )?(?:gain|rise|profit|up|higher|increase|better|ahead|outperformance)\b)/i,
  approximate: /^\s*(?:or so|-ish|ish|give or take)\b/i,
  above: /^\s*(?:or (?:more|higher|above|better)|\+|plus)(?!\w)/i,
  below: /^\s*or (?:less|lower|below|fewer)\b/i,
};
const NOT_BELOW =
  /(?:\b(?:not|never|no)|n['’]t) (?:(?:fell|fall|dropped|drop|went|go) )?(?:below|under|less than|lower than|fewer than)\s*$/i;
const NOT_ABOVE =
  /(?:\b(?:not|never|no)|n['’]t) (?:(?:rose|rise|climbed|went|go) )?(?:above|over|more than|higher than|greater than|larger than)\s*$/i;
/** "Never held more than": the other side is meant. */
const DENIED =
  /(?:\b(?:not|never|no|nor|without|rarely)\b|n['’]t\b)(?:\W+(?!but\b|only\b)\w+){1,3}?\W+(?:(?:more|less|fewer|greater|higher|lower) than|over|above|below|under)\s*$/i;
const DURING =
  /^\s*-?(?:[a-z]+ )?(?:bars?|days?|weeks?|months?|years?|sessions?|trades?|candles?|hours?|periods?|decisions?)\b/i;
const BUT = /^\s*(?:,? ?but|,? ?rather)\b/i;

const LIMIT = /^\s*(?:limit|cap|target|threshold|ceiling|mark|level|line|goal)\b/i;
const REPLACED = /\b(?:instead of|rather than|in place of)\s*(?:the|a|an)?\s*$/i;
const FORESEEN =
  /\b(?:may|might|could|will|would|can)\s+(?:well |still |even |then |yet )?(?:fall|drop|rise|climb|slide|sink|rally|go|move|return|run|reach|test|retest)\b[^.,;]*$/i;

/** Reads sign by words, approximation, comparison and negation from the words right before and after a number. */
export function mannerOf(text: string, number: Token, from: number, to: number): Manner {
  const before = text.slice(from, number.start);
  const after = text.slice(number.end, to);
  const approximate = BEFORE.approximate.test(before) || AFTER.approximate.test(after);
  const notBelow = NOT_BELOW.test(before);
  const notAbove = NOT_ABOVE.test(before);
  const below = notAbove || (!notBelow && (BEFORE.below.test(before) || AFTER.below.test(after)));
  const denied = !notBelow && !notAbove && DENIED.test(before);
  const above = !below && (notBelow || BEFORE.above.test(before) || AFTER.above.test(after));
  const during = /\bover\s*(?:the|a)?\s*$/i.test(before) && (DURING.test(after) || !isRound(number.text));
  const negated = !below && !above && !/\bnot only\b/i.test(before) && BEFORE.negated.test(before) && !BUT.test(before);
  const stated: -1 | 0 | 1 =
    during || approximate || (/\bthe\s*$/i.test(before) && !LIMIT.test(after)) ? 0 : below ? -1 : above ? 1 : 0;
  const relation = denied ? ((-stated || 0) as -1 | 0 | 1) : stated;
  return {
    direction: BEFORE.moves.test(before)
      ? 0
      : directionOf(isMoney(number) ? before.replace(/\bcosts?\b/gi, '') : before, after),
    approximate,
    relation,
    negated,
    replaced: negated && REPLACED.test(before),
    perHundred: /^(?: (?:out )?of |\/)100(?![\d.,]*\d| \p{L}|%)/u.test(text.slice(number.end)),
    limit: /\b(?:up to|within)\s*$/i.test(before),
    foreseen: FORESEEN.test(before),
    worst: /\bworst\b/i.test(before),
  };
}

/** What something costs is no loss. */
const isMoney = (token: Token): boolean => token.kind === 'number' && token.unit === 'currency';

/** "Over 300": who says that it is more gives two digits at most. */
function isRound(figure: string): boolean {
  return figure.replace(/\D/g, '').replace(/^0+|0+$/g, '').length <= 2;
}

const COMPARING = /^(?:(?:under|out)perform|lag|trail|beat|ahead|behind|worse|better)/i;

/** "Trailing buy and hold's 34 %": the number is what is compared with, where no "by" says that it is the difference. */
function isOfAnother(clause: string, word: string): boolean {
  const after = clause.slice(clause.lastIndexOf(word) + word.length);
  return /\p{L}/u.test(after) && !/\bby\b/i.test(after);
}

function directionOf(before: string, after: string): -1 | 0 | 1 {
  if (AFTER.down.test(after)) return -1;
  if (AFTER.up.test(after)) return 1;
  const last = before.slice(Math.max(...[',', ';', '('].map((mark) => before.lastIndexOf(mark))) + 1);
  const clause = /\p{L}/u.test(last) ? last : before;
  const move = [...clause.matchAll(MOVES)].findLast(
    ([word], i, all) => !(COMPARING.test(word) && i === all.length - 1 && isOfAnother(clause, word)),
  );
  return move === undefined ? 0 : move[1] === undefined ? 1 : -1;
}
