import type { Claim } from './claim';
import { deriveOthers } from './deriving/derive-others';
import type { FactIndex } from './facts/fact';
import { indexFacts } from './facts/index-facts';
import { parentOf } from './facts/paths';
import { supportColumns } from './judging/columns';
import { judge, type Judgement } from './judging/judge';
import { judgeStatement } from './judging/judge-statement';
import { judgePair } from './judging/pairs';
import { contradictRepeated } from './judging/repeated';
import { type Statement, statementsOf } from './judging/statement';
import { readTokens } from './reading/read-tokens';
import { type Sentence, sentencesOf } from './reading/sentences';

/**
 * Every number, date and time that `text` states, with the fact of `facts` (any JSON) that supports or contradicts it.
 * Numbers that are names or order (periods of indicators, enumerators, confidence levels, versions) are no claims.
 * Pure; claims come in the order of the text.
 */
export function checkClaims(text: string, facts: unknown): Claim[] {
  return claimChecker(facts)(text);
}

/** `checkClaims` for many texts about the same facts, which must not change in between. */
export function claimChecker(facts: unknown): (text: string) => Claim[] {
  const index = indexFacts(facts);
  return (text) => sentencesOf(readTokens(text), index).flatMap((sentence) => claimsOf(text, sentence, index));
}

const DISSENT =
  /^(?:dissent\w*|against|oppos\w+|other|minority|disagree\w*|abstain\w*|only|short|flat|hold|sell|lost|losing)$/i;

function claimsOf(text: string, sentence: Sentence, index: FactIndex): Claim[] {
  const statements = statementsOf(text, sentence, index);
  const inPercent = statements.some(({ token }) => token.kind === 'number' && token.unit === 'percent');
  const judged = statements.map((statement) => judgeStatement(text, statement, inPercent, index));
  judgeAgain(statements, judged, index);
  supportColumns(sentence, statements, judged, index);
  contradictRepeated(statements, judged, index);
  deriveOthers(statements, judged, index);
  const isDissent = sentence.tokens.some(({ text: word }) => DISSENT.test(word));
  const dropped = judgePairs(statements, judged, isDissent, index);
  return statements.flatMap((statement, k) => {
    const judgement = judged[k] as Judgement;
    const counted = statement.pair === 'part' || statements[k - 1]?.pair === 'part';
    return dropped.has(k) || (!counted && isIdle(statement, judgement)) ? [] : [claimOf(statement, judgement)];
  });
}

/**
 * Judges what is not supported once more, by what the other numbers of the sentence are: it is rather another fact than
 * one of these ("they spent 38 and took in 21"), and rather of the same object ("the endpoint occurred in 88 patients on
 * treatment and 127 on placebo", where so and so many patients had either).
 */
function judgeAgain(statements: readonly Statement[], judged: Judgement[], index: FactIndex): void {
  const stated = new Set(judged.flatMap(({ sure, path }) => (sure && path ? [path] : [])));
  statements.forEach(({ token, manner, near }, k) => {
    const own = judged[k];
    if (token.kind !== 'number' || !own || own.status === 'supported') return;
    const others = judged.flatMap(({ fit }, i) => (i !== k && fit !== undefined && fit !== own.fit ? [fit] : []));
    const homes = new Set(others.map(parentOf).filter((parent) => parent !== ''));
    const again = judge(token, manner, near, index, { stated, homes });
    if (again.status === 'supported') judged[k] = again;
  });
}

/** Judges what is one figure together; gives the places of numbers that are no claims. */
function judgePairs(
  statements: readonly Statement[],
  judged: Judgement[],
  isDissent: boolean,
  index: FactIndex,
): Set<number> {
  const dropped = new Set<number>();
  statements.slice(1).forEach((b, k) => {
    const both = [judged[k] as Judgement, judged[k + 1] as Judgement] as const;
    const pair = judgePair([statements[k] as Statement, b], both, isDissent, index);
    if (pair.judged) [judged[k], judged[k + 1]] = pair.judged;
    if (pair.dropped === 'both') dropped.add(k);
    if (pair.dropped) dropped.add(k + 1);
  });
  return dropped;
}

/** "Two of them", "one": a small number in words that no fact is about states nothing. */
function isIdle({ token }: Statement, { status }: Judgement): boolean {
  if (status === 'supported' || token.kind !== 'number' || !/^\p{L}/u.test(token.text)) return false;
  return (token.bare && token.value <= 3) || (token.unit === 'percent' && status === 'unsupported');
}

function claimOf({ token, manner }: Statement, { status, path }: Judgement): Claim {
  const { text, start } = token;
  const located = path === undefined ? {} : { path };
  if (token.kind === 'date')
    return { text, start, value: token.iso, unit: token.iso.startsWith('T') ? 'time' : 'date', status, ...located };
  const sign = token.sign || manner.direction || 1;
  return { text, start, value: token.value === 0 ? 0 : sign * token.value, unit: token.unit, status, ...located };
}
