import { sameKind } from '../deriving/derived-value';
import { coreOf, type Fact, type FactIndex } from '../facts/fact';
import { fieldOf, parentOf } from '../facts/paths';
import { rank } from '../deriving/rank';
import type { NumberToken } from '../reading/token';
import { bestNamed, type Judgement } from './judge';
import { judgePart } from './parts';
import type { Statement } from './statement';
import { fits, inUnitOf } from './units';

/** "95 % confidence": of the ends of an interval none lies in between. */
const CONFIDENT = /\d\s?(?:%|percent|per cent) (?:probability|confidence|likelihood|certainty|ci\b|interval)/i;

/**
 * Judges two numbers that are one figure by both, from the judgements of each. `dropped`: none of the two is a claim, or
 * the second is only the scale of the first.
 */
export function judgePair(
  [a, b]: readonly [Statement, Statement],
  judged: readonly [Judgement, Judgement],
  isDissent: boolean,
  index: FactIndex,
): { judged?: readonly [Judgement, Judgement]; dropped?: 'both' | 'scale' } {
  if (a.token.kind !== 'number' || b.token.kind !== 'number') return {};
  switch (a.pair) {
    case 'move':
      return { judged: backwards(judged, index.facts) ?? sameFigure(a, b, judged, index.facts) };
    case 'versus':
      return { judged: sameFigure(a, b, judged, index.facts) };
    case 'range':
      return {
        judged: sameFigure(a, b, judged, index.facts) ?? (isInterval(a) ? undefined : within(a, b, judged, index)),
      };
    case 'part': {
      const part = judgePart(a.token, b.token, judged[0], isDissent, index);
      if (part === 'scale') return { dropped: 'scale' };
      // "nine out of ten": a way to speak, where nothing of that number is counted
      const isFigureOfSpeech =
        !part && b.token.value % 10 === 0 && [a, b].every(({ token }) => /^[a-z]/i.test(token.text));
      return isFigureOfSpeech ? { dropped: 'both' } : { judged: part };
    }
    default:
      return {};
  }
}

/** "18.8 % versus 32.3 %", "from eight to six days": the same figure of two things, of which one may be named only. */
function sameFigure(
  a: Statement,
  b: Statement,
  judged: readonly [Judgement, Judgement],
  facts: readonly Fact[],
): readonly [Judgement, Judgement] | undefined {
  const [other, known] = judged[0].status === 'supported' ? [b, judged[0]] : [a, judged[1]];
  if (known.status !== 'supported' || judged.every(({ status }) => status === 'supported')) return undefined;
  const { token, manner } = other;
  const same = facts.find(
    (fact) =>
      fact.path !== known.path &&
      (fieldOf(fact.path) === fieldOf(known.path ?? '') || (a.pair === 'move' && isAkinTo(fact, known.path, facts))) &&
      fits(token as NumberToken, fact, { ...manner, direction: 0 }, true),
  );
  if (!same) return undefined;
  const found: Judgement = { status: 'supported', path: same.path };
  return other === b ? [known, found] : [found, known];
}

/** `position_before` and `proposed_position`. */
function isAkinTo(fact: Fact, path: string | undefined, facts: readonly Fact[]): boolean {
  const known = facts.find((one) => one.path === path);
  return known !== undefined && sameKind(fact, known) && coreOf(fact).some((term) => coreOf(known).includes(term));
}

/** "The interval reaches from 12.4 to 13.1": both ends are facts. */
const isInterval = ({ lead }: Statement): boolean => /\binterval\b/i.test(lead) || CONFIDENT.test(lead);

/** "Between 10 and 12 %": supported by a named fact that lies in between, unless an exact end is a fact itself. */
function within(
  a: Statement,
  b: Statement,
  judged: readonly [Judgement, Judgement],
  index: FactIndex,
): readonly [Judgement, Judgement] | undefined {
  const [first, last] = [a.token as NumberToken, b.token as NumberToken];
  const isPrecise = first.step < 1 || first.value >= 100;
  const known = judged.filter(({ status }) => status === 'supported').length;
  if (known === 2 || (isPrecise && known === 1)) return undefined;
  const ends = [first, last].map(({ sign, value }) => (sign || a.manner.direction || 1) * value);
  const between = bestNamed(last, b.near, index).find(({ fact }) =>
    inUnitOf(last, fact, true).some((value) => value >= Math.min(...ends) && value <= Math.max(...ends)),
  );
  if (!between) return undefined;
  const supported: Judgement = { status: 'supported', path: between.fact.path };
  return [supported, supported];
}

/** "Rose from 54.20 to 53.75", where the facts went the other way. */
function backwards(
  judged: readonly [Judgement, Judgement],
  facts: readonly Fact[],
): readonly [Judgement, Judgement] | undefined {
  const [from, to] = judged.map(({ status, path }) =>
    status === 'supported' ? facts.find((fact) => fact.path === path) : undefined,
  );
  if (!from || !to || !isEarlierOf(to, from)) return undefined;
  return [
    { status: 'contradicted', path: to.path },
    { status: 'contradicted', path: from.path },
  ];
}

const AFTER = /^(?:after|current|now|new|final|end|latest)$/i;

/** Is it the same figure before? */
function isEarlierOf(fact: Fact, than: Fact): boolean {
  const isSame =
    fieldOf(fact.path) === fieldOf(than.path) ||
    (parentOf(fact.path) === parentOf(than.path) && AFTER.test(fieldOf(than.path)));
  return isSame && rank(fact) < rank(than);
}
