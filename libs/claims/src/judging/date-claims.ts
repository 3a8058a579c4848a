import type { Fact } from '../facts/fact';
import type { Judgement } from './judge';
import { datesAgree } from '../reading/date-grammar';
import type { Nearness } from '../naming/nearness';
import { fieldOf } from '../facts/paths';
import type { DateToken } from '../reading/token';

/** How near a word has to be to speak of a date. */
const SPOKEN = 0.7;

/** Words that set one date against another: of each pair a fact may not have the one that the sentence does not say. */
const OPPOSITES: readonly (readonly string[])[] = [
  ['first', 'last', 'valid'],
  ['first', 'asof', 'valid'],
  ['test', 'train', 'validation'],
];

/** A date is supported by a fact with that date, unless the words before it speak of another ("began", "ended"). */
export function judgeDate(date: DateToken, near: Nearness, facts: readonly Fact[]): Judgement {
  const terms = new Set([...near].filter(([, nearness]) => nearness >= SPOKEN).map(([term]) => term));
  const dates = facts.filter(({ iso }) => iso !== undefined);
  const same = dates.filter(({ iso = '' }) =>
    [date.iso, date.otherIso].some((read) => read !== undefined && datesAgree(read, iso)),
  );
  const fitting = same.find(
    (fact) => !opposes(fact, terms) && !dates.some((other) => isNamedRather(other, fact, terms)),
  );
  if (fitting) return { status: 'supported', path: fitting.path };
  const meant = dates.find((fact) => [...terms].some((term) => fact.leaf.has(term) || fact.scope.has(term)));
  const contradicting = same[0] ?? meant;
  return contradicting ? { status: 'contradicted', path: contradicting.path } : { status: 'unsupported' };
}

/** Of the same date of two things, is it the other thing that the sentence names? */
function isNamedRather(other: Fact, than: Fact, terms: ReadonlySet<string>): boolean {
  if (fieldOf(other.path) !== fieldOf(than.path)) return false;
  const said = ({ scope }: Fact): string[] => [...scope].filter((term) => terms.has(term));
  return said(other).some((term) => !than.scope.has(term)) && !said(than).some((term) => !other.scope.has(term));
}

function opposes({ leaf, scope }: Fact, terms: ReadonlySet<string>): boolean {
  return OPPOSITES.some((words) => {
    const said = words.filter((word) => terms.has(word));
    const own = words.filter((word) => leaf.has(word) || scope.has(word));
    return said.length > 0 && own.length > 0 && !own.some((word) => said.includes(word));
  });
}
