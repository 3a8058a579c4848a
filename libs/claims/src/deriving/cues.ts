import type { NumberToken } from '../reading/token';

/** What the words around a number say of how it follows from facts. */
export interface Cues {
  difference: boolean;
  moved: boolean;
  /** "A loss of 3 %", "up 3 %". */
  changed: boolean;
  sum: boolean;
  ratio: boolean;
  share: boolean;
  complement: boolean;
  risk: boolean;
  reward: boolean;
  /** "Reward to risk is 1.4 for the first target and 2.5 for the second". */
  rewardToRisk: boolean;
  /** "1.3 ATR". */
  atr: boolean;
  rest: boolean;
  /** "44 % of the costs", "a margin of 8 %". */
  of: boolean;
  per: boolean;
  /** "20 per rack": right after the number. */
  perOne: boolean;
  mean: boolean;
  extreme: boolean;
  /** "2 % of price". */
  ofPrice: boolean;
  /** "1.4 points": of a percentage, where the facts are shares. */
  points: boolean;
  /** 1: "more", "above"; −1: "less", "below"; 0: neither. */
  direction: -1 | 0 | 1;
}

const DIFFERENCE_BEFORE =
  /\b(?:(?:by|difference|differential|gap|spread|margin|distance|reduction|improvement|increase|decrease|change|lead|surplus|short-?fall|net (?:adds?|additions?|new|change|gain|increase)|net|gain|rise|fall|drop|jump|swing|room|upside|downside|saved?|shaved?|excess|leav(?:es?|ing)|left)\b[^.;,]{0,30}|another\b[^.;,\d]{0,14})$/i;
/** "By subtraction, 0.31": wherever it stands. */
const SUBTRACTED =
  /\b(?:as (?:a|the) (?:simple )?difference|in difference|by subtraction|subtract(?:ed|ing)|minus|(?:gap|difference|distance) between)\b/i;
/** "Rose 3.5 %": a difference only where one fact is the earlier of two. */
const MOVED_BEFORE =
  /\b(?:up|down|rose|risen|fell|fallen|grew|grown|increased|decreased|dropped|declined|climbed|improved|jumped|slipped)\b[^.;,\d]{0,14}$/i;
/** "A loss of 3 %". */
const CHANGE_BEFORE = /\b(?:loss|gain|gained|lost|rise|drop|fall|decline|move|change)\b[^.;,\d]{0,14}$/i;
const DIFFERENCE_AFTER =
  /^[^\w(]*(?:(?!and\b|while\b|but\b)[\w'-]+[^\w.;(]+){0,3}?(?:more|less|fewer|higher|lower|above|below|beyond|under|over|better|worse|ahead|behind|slower|faster|greater|smaller|larger|longer|shorter|older|younger|cheaper|dearer|stronger|weaker|points?|pp|apart|away|left|remain\w*|did not|short of|off|(?:out|under)perform\w*|rise|drop|increase|decrease|reduction|gap|difference|lead)\b/i;
const SUM =
  /\b(?:total\w*|together|altogether|combined|overall|in all|all in all|sum\w*|add(?:s|ed)? up|both|make up|made up|account(?:s|ed)? for|entire|whole|jointly|cumulative\w*|collectively|in aggregate)\b/i;
const PER = /\b(?:each|per|apiece|average|for every)\b/i;
/** "A shop sells 200", "an average train carried 800". */
const ONE_OF = /^\W*(?:an?|each|every|one|(?:the|an) (?:average|typical))\s[^.;,]*(?<! of) ?$/i;
const COMPLEMENT =
  /\b(?:error|mis\w+|fail\w*|not|without|remaining|rest|other|cut|reduc\w*|lower\w*|lost|unavailab\w*|discount|down)\b|n't\b/i;
const MORE =
  /\b(?:more|higher|above|over|greater|larger|longer|up|rose|rise[sn]?|increas\w+|grew|grow\w*|gain\w*|climb\w*|beat\w*|ahead|outperform\w*|exceed\w*)\b/i;
const LESS =
  /\b(?:less|fewer|lower|below|under|smaller|shorter|down|loss|fell|fall\w*|decreas\w+|declin\w+|drop\w*|lag\w*|trail\w*|behind|underperform\w*|shrank|lost|undercut\w*)\b/i;

export function cuesOf(lead: string, before: string, after: string, number: NumberToken): Cues {
  const around = `${before} ${number.text} ${after}`;
  const share = number.unit === 'percent';
  const perOne = /^\s*(?:per|each|for (?:each|every)|an?|apiece)\b/i.test(after) || ONE_OF.test(before);
  const direction = MORE.test(around) === LESS.test(around) ? 0 : MORE.test(around) ? 1 : -1;
  return {
    moved: MOVED_BEFORE.test(before),
    changed: MOVED_BEFORE.test(before) || CHANGE_BEFORE.test(before),
    difference: DIFFERENCE_BEFORE.test(before) || DIFFERENCE_AFTER.test(after) || SUBTRACTED.test(`${before} ${after}`),
    sum: SUM.test(around),
    ratio: number.unit === 'multiple',
    risk: /\b(?:risk\w*|downside|max(?:imum)? loss|stop distance|lose|potential loss)\b/i.test(around),
    reward: /\b(?:rewards?|gain|profit|upside|potential|to make|to win|possible)\b/i.test(around),
    rewardToRisk: /\breward\w*[ -](?:to|for)[ -]risk|\brisk\w*[ -](?:to|for)[ -]reward/i.test(`${lead} ${after}`),
    atr: /^\s*(?:x |× )?ATRs?\b|^\s*(?:times |x )?(?:the |an? )?ATR\b/i.test(after),
    per: perOne || PER.test(around),
    perOne,
    share,
    of:
      share &&
      (/^\s*of (?:the|its|all|our|their|that|total)\b/i.test(after) ||
        /^\W*of (?:the|its|all|our|their|that)\b/i.test(before) ||
        /\bmargin\b[^.;,\d]{0,14}$/i.test(before)),
    rest: /\b(?:not|left|remain\w*|without|rest|other)\b|n't\b/i.test(around),
    complement: share && COMPLEMENT.test(around),
    extreme:
      /\b(?:best|worst|highest|lowest|largest|smallest|peak\w*|record|most|least|top|ranges?|ranged|longest|shortest)\b/i.test(
        around,
      ),
    mean: /\b(?:mid-?point|middle|average of|halfway)\b/i.test(around),
    ofPrice: share && /^\s*of (?:the |its )?(?:last |closing |current |entry )?(?:price|close|entry)\b/i.test(after),
    points: /^\s*points?\b/i.test(after),
    direction,
  };
}
