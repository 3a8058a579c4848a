import { type Fact, type FactIndex, isLength } from '../facts/fact';
import { parentOf, siblingsOf } from '../facts/paths';
import { listsOf } from '../naming/number-lists';
import type { Sentence } from '../reading/sentences';
import type { Judgement } from './judge';
import type { Statement } from './statement';
import { fits } from './units';

/** So many numbers are not the same ones in the same order by accident. */
const FEWEST = 3;

/**
 * "In that order their Sharpe ratios were 1.31, 1.12 and 1.46": a list of one figure of all things that stand beside each
 * other, in their order, is of them, whatever else the words may name.
 */
export function supportColumns(
  sentence: Sentence,
  statements: readonly Statement[],
  judged: Judgement[],
  { facts }: FactIndex,
): void {
  for (const { first, last } of listsOf(sentence)) {
    const listed = statements.slice(first, last + 1);
    if (listed.length < FEWEST || listed.some(({ manner }) => manner.negated)) continue;
    const found = columnsOf(facts).flatMap((column) => runIn(column, listed) ?? [])[0];
    found?.forEach(({ path }, k) => (judged[first + k] = { status: 'supported', path }));
  }
}

function columnsOf(facts: readonly Fact[]): Fact[][] {
  const counted = facts.filter((fact) => !isLength(fact) && fact.iso === undefined);
  const column = ({ path }: Fact): string => (path.endsWith(']') ? `${parentOf(path)}[]` : siblingsOf(path));
  return [...Map.groupBy(counted, column).values()];
}

/** The facts that the numbers are, one after the other. */
function runIn(column: readonly Fact[], listed: readonly Statement[]): [Fact[]] | undefined {
  for (let from = 0; from + listed.length <= column.length; from += 1) {
    const run = column.slice(from, from + listed.length);
    const isSaid = ({ token, manner }: Statement, k: number) =>
      token.kind === 'number' && fits(token, run[k] as Fact, manner, true);
    if (listed.every(isSaid)) return [run];
  }
  return undefined;
}
