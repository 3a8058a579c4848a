import type { Fact, FactIndex } from '../facts/fact';
import { quotedAt } from '../facts/quotes';
import { isYear } from '../reading/labels';
import type { NumberToken } from '../reading/token';
import { judgeDate } from './date-claims';
import { judge, type Judgement } from './judge';
import { raised, type Statement, united } from './statement';
import { measureOf } from '../words/measures';

const FROM = /^[\s,(]*(?:up |down )?from\s*[$€£]?$/i;
/** What "from X" says. */
const EARLIER = [
  'previous',
  'prior',
  'prev',
  'baseline',
  'before',
  'initial',
  'start',
  'current',
  'champion',
  'buyhold',
];

/**
 * Judges one statement by itself. `inPercent`: another number of the sentence is in percent, and this one may be, too:
 * "87 % (82.1 to 90.4)".
 */
export function judgeStatement(text: string, statement: Statement, inPercent: boolean, index: FactIndex): Judgement {
  const { token, near, manner, pair, before } = statement;
  if (token.kind === 'date') return judgeDate(token, near, index.facts);
  const judgement = judge(token, manner, near, index);
  const isSupported = ({ status }: Judgement): boolean => status === 'supported';
  if (isSupported(judgement)) return judgement;
  const others = otherReadings(statement, inPercent).map((reading) => judge(reading, manner, near, index));
  if (pair === 'move' || FROM.test(before)) others.push(judge(token, manner, united(near, raised(EARLIER, 1)), index));
  const other = others.find(isSupported);
  if (other) return other;
  const path = yearAt(token, index.facts) ?? quotedAt(text, token, index.quotes);
  return path === undefined ? judgement : { status: 'supported', path };
}

/** "0.9 points" of a percentage, "called 12 times", "184 m deep": what is written may be meant in another unit. */
function otherReadings({ token, after }: Statement, inPercent: boolean): NumberToken[] {
  if (token.kind !== 'number') return [];
  const readings: NumberToken[] = [];
  if (token.unit === 'number' && (/^\s*points?\b/i.test(after) || (inPercent && !token.bare)))
    readings.push({ ...token, unit: 'percent' });
  if (token.unit === 'multiple' && /times$/.test(token.text)) readings.push({ ...token, unit: 'number', bare: true });
  // prices and costs of what is quoted in cents: "the risk is 14 cents"
  if (token.unit === 'currency' && /(?:cents?|pence|¢)$/.test(token.text))
    readings.push({ ...token, value: token.value * 100, step: token.step * 100, unit: 'number' });
  const metres = measureOf('metres');
  if (token.unit === 'number' && /\d ?m$/.test(token.text) && metres)
    readings.push({ ...token, value: token.value / 1e6, step: token.step / 1e6, magnitude: 1, measure: metres });
  return readings;
}

/** A fact that is of the year a number says. */
function yearAt(token: NumberToken, facts: readonly Fact[]): string | undefined {
  if (!token.bare || token.text.length !== 4 || !isYear(token.value)) return undefined;
  const dated = judgeDate({ ...token, kind: 'date', iso: token.text }, new Map(), facts);
  return dated.status === 'supported' ? dated.path : undefined;
}
