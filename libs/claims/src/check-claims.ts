import type { Claim } from './claim';
import { judgeDate } from './date-claims';
import { cuesOf } from './cues';
import { judgeDerived, rank } from './derived';
import { type Fact, type FactIndex, indexFacts } from './facts';
import { judge, type Judgement } from './judge';
import { mannerOf } from './manner';
import { type Nearness, nearnessOf } from './nearness';
import { judgePart, judgeRange } from './pairs';
import { fieldOf, parentOf } from './paths';
import { quotedAt } from './quotes';
import { readTokens } from './read-tokens';
import { isYear, pairOf, type PairKind, type Sentence, sentencesOf, shareUnit } from './statements';
import type { DateToken, NumberToken } from './token';
import { fits, type Manner } from './units';

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

/** "31 % of trades were winners". */
const WINNERS =
  /^ of\b[^.;]*?\b(?:trades?|positions|deals)\b[^.;,]*?\b(?:won|winners?|winning|profitable|profits?|money|successful|wins)\b/i;

/** "Half of the trades (49 %) made money". */
const MADE_MONEY = /^\)?,? (?:made money|were (?:winners|profitable|won)|ended in profit|closed in profit)\b/i;

/** "The fund lost 3 % and the index 5 %": the verb holds on. */
function isElliptic(between: string): boolean {
  return (
    /^[\s,]*(?:and|while|versus|vs\.?|against|after|compared with|the|a|an|its)?(?: [\w&'-]+){0,4} *\(?$/i.test(
      between,
    ) && !/\b(?:is|was|but|to|at|of)\b/i.test(between)
  );
}

const isListing = (between: string): boolean => /^\s*(?:,|;|and|or|,\s*(?:and|or|then))\s*[$€£]?$/i.test(between);

/** What "from X" and "± X" say. */
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
const LATER = ['final', 'end', 'after', 'last', 'latest', 'target'];
const BOUNDS = ['interval', 'confidenceinterval', 'ci', 'low', 'high', 'min', 'max'];
const SPANS =
  /\b(?:lies?|lay|var(?:y|ies|ied)|runs?|ranges?|ranged|reach(?:es)?|stretch(?:es)?|interval)\b[^.;,]*\b(?:between|from)\b/i;
const DURATION = ['duration', 'length', 'time'];
const INTERVAL = ['interval', 'confidenceinterval', 'ci'];
const SPREAD = ['standarddeviation', 'standarderror'];

/** "51 % from 54 %", "361 million, up 9.7 % from 329 million". */
const FROM = /^[\s,(]*(?:(?:up|down) )?(?:from|after|versus|vs\.?|against|compared (?:with|to))\s*[$€£]?$/i;

interface Statement {
  token: NumberToken | DateToken;
  near: Nearness;
  /** What its place in "from X to Y" may say, too. */
  also: readonly string[];
  manner: Manner;
  /** Text offsets of the words around it. */
  from: number;
  to: number;
  /** The text that follows. */
  after: string;
}

function claimsOf(text: string, sentence: Sentence, index: FactIndex): Claim[] {
  const { tokens, stated } = sentence;
  const pairs = stated.map((at, k): PairKind | undefined => pairOf(tokens, at, stated[k + 1] ?? -1));
  pairs.forEach((pair, k) => {
    const [a, b] = [tokens[stated[k] ?? -1], tokens[stated[k + 1] ?? -1]];
    if ((pair === 'range' || pair === 'move') && a?.kind === 'number' && b?.kind === 'number') shareUnit(a, b);
  });
  const statements = statementsOf(text, sentence, pairs, index);
  const inPercent = statements.some(({ token }) => token.kind === 'number' && token.unit === 'percent');
  const judged = statements.map((statement) => judgementOf(text, statement, inPercent, index));
  judgeAgain(statements, judged, index);
  deriveOthers(text, statements, judged, index);
  const dropped = new Set<number>();
  const dissent = tokens.some(({ text: word }) => DISSENT.test(word));
  pairs.forEach((pair, k) => {
    if (pair) judgePair(pair, k, statements, judged, dropped, dissent, index, text);
  });
  return statements.flatMap((statement, k) => {
    const judgement = judged[k] ?? { status: 'unsupported' };
    const counted = pairs[k] === 'part' || pairs[k - 1] === 'part';
    return dropped.has(k) || (!counted && isIdle(statement, judgement)) ? [] : [claimOf(statement, judgement)];
  });
}

function statementsOf(
  text: string,
  sentence: Sentence,
  pairs: readonly (PairKind | undefined)[],
  index: FactIndex,
): Statement[] {
  const { tokens, stated } = sentence;
  const near = nearnessOf(sentence, index);
  const statements: Statement[] = [];
  stated.forEach((at, k) => {
    const token = tokens[at] as NumberToken | DateToken;
    const from = k > 0 ? (tokens[stated[k - 1] ?? 0]?.end ?? 0) : (tokens[0]?.start ?? 0);
    const to = tokens[stated[k + 1] ?? -1]?.start ?? tokens.at(-1)?.end ?? 0;
    const manner = mannerOf(text, token, from, to);
    if (k > 0 && pairs[k - 1]) manner.direction ||= statements[k - 1]?.manner.direction ?? 0;
    if (k > 0 && isElliptic(text.slice(from, token.start)))
      manner.direction ||= statements[k - 1]?.manner.direction ?? 0;
    manner.compared =
      /\bthe others?\s*(?:one|two)?\W*$/i.test(text.slice(from, token.start)) ||
      (/^\s*(?:vs\.?|versus|against|compared (?:with|to))\s*$/i.test(text.slice(from, token.start)) &&
        k > 0 &&
        !/^\s*(?:for|of|in|on|by)\b/.test(text.slice(token.end)));
    const next = tokens[stated[k + 1] ?? -1];
    manner.listed =
      (k > 0 && isListing(text.slice(from, token.start))) ||
      (next !== undefined && isListing(text.slice(token.end, next.start)));
    manner.compared ||=
      manner.listed && /\b(?:both|neither|respectively)\b/i.test(text.slice(tokens[0]?.start, tokens.at(-1)?.end));
    const terms = new Map(near[k]);
    if (token.kind === 'number' && token.unit === 'multiple' && /[R:]/.test(token.text)) terms.set('rmultiple', 1);
    if (token.kind === 'number' && token.measure?.dimension === 'time') addTerms(terms, DURATION, 0.35);
    if (WINNERS.test(text.slice(token.end, to + 40)) || MADE_MONEY.test(text.slice(token.end, token.end + 40)))
      terms.set('winrate', 1);
    const also =
      pairs[k] === 'move' || (k > 0 && FROM.test(text.slice(from, token.start)))
        ? EARLIER
        : pairs[k - 1] === 'move'
          ? LATER
          : [];
    if (CONFIDENT.test(text.slice(tokens[0]?.start, token.start))) addTerms(terms, INTERVAL, 0.8);
    const isRange = [pairs[k], pairs[k - 1]].some((pair) => pair === 'range' || pair === 'move');
    if (isRange && SPANS.test(text.slice(tokens[0]?.start, token.start))) addTerms(terms, BOUNDS);
    if (/±\s*$|\+\/-\s*$/.test(text.slice(from, token.start))) addTerms(terms, SPREAD);
    statements.push({ token, near: terms, also, manner, from, to, after: text.slice(token.end, token.end + 40) });
  });
  return statements;
}

function united(a: Nearness, b: Nearness): Nearness {
  const all = new Map(a);
  for (const [term, nearness] of b) all.set(term, Math.max(all.get(term) ?? 0, nearness));
  return all;
}

/** "Nearly half of them, 46 %, won": the fraction in words is the figure beside it. */
function sharedWith(
  { text, unit, value, step }: NumberToken,
  statements: readonly Statement[],
  judged: readonly Judgement[],
): Judgement | undefined {
  if (unit !== 'percent' || !/^\p{L}/u.test(text)) return undefined;
  const at = statements.findIndex(
    ({ token: other }, k) =>
      judged[k]?.status === 'supported' &&
      other.kind === 'number' &&
      other.unit === 'percent' &&
      Math.abs(other.value - value) <= step,
  );
  return judged[at] ?? ratioOf(value, step, statements, judged);
}

/** "34.6 %, roughly half of buy and hold's 65.8 %": the fraction of one figure beside it to another. */
function ratioOf(
  percent: number,
  step: number,
  statements: readonly Statement[],
  judged: readonly Judgement[],
): Judgement | undefined {
  const figures = statements.flatMap(({ token }, k) =>
    judged[k]?.status === 'supported' && token.kind === 'number' && token.value > 0 ? [{ k, token }] : [],
  );
  const part = figures.find(({ token }) =>
    figures.some(
      ({ token: whole }) =>
        whole !== token && whole.unit === token.unit && Math.abs((100 * token.value) / whole.value - percent) <= step,
    ),
  );
  return part && judged[part.k];
}

/** "They spent 38 and took in 21": a number that a fact has is not one more time what the number before it was. */
function judgeAgain(statements: readonly Statement[], judged: Judgement[], index: FactIndex): void {
  const stated = new Set(judged.flatMap(({ status, path }) => (status === 'supported' && path ? [path] : [])));
  if (stated.size === 0) return;
  statements.forEach(({ token, manner, near }, k) => {
    if (token.kind !== 'number' || judged[k]?.status !== 'contradicted' || manner.negated) return;
    const again = judge(token, manner, near, index, stated);
    if (again.status === 'supported') judged[k] = again;
  });
}

function addTerms(near: Map<string, number>, terms: readonly string[], nearness = 0.9): void {
  for (const term of terms) near.set(term, Math.max(near.get(term) ?? 0, nearness));
}

/** `inPercent`: another number of the sentence is in percent, and this one may be, too: "87 % (82.1 to 90.4)". */
function judgementOf(
  text: string,
  { token, near, also, manner }: Statement,
  inPercent: boolean,
  index: FactIndex,
): Judgement {
  if (token.kind === 'date') return judgeDate(token, near, index.facts);
  const judgement = judge(token, manner, near, index);
  if (judgement.status === 'supported') return judgement;
  const more = new Map(near);
  addTerms(more, also, 1);
  const moved = also.length > 0 ? judge(token, manner, more, index) : undefined;
  if (moved?.status === 'supported') return moved;
  const inPoints = /^\s*(?:percentage )?points?\b/i.test(text.slice(token.end));
  if (token.unit === 'number' && (inPoints || (inPercent && !token.bare))) {
    const shared = judge({ ...token, unit: 'percent' }, manner, near, index);
    if (shared.status === 'supported') return shared;
  }
  if (token.unit === 'multiple' && /times$/.test(token.text)) {
    const counted = judge({ ...token, unit: 'number', bare: true }, manner, near, index);
    if (counted.status === 'supported') return counted;
  }
  const tallied = token.bare ? tallyOf(token.value, near, index) : undefined;
  if (tallied) return { status: 'supported', path: tallied };
  const quoted = yearAt(token, index) ?? quotedAt(text, token, index.quotes);
  return quoted === undefined ? judgement : { status: 'supported', path: quoted };
}

/** Numbers that no fact has may follow from several. */
function deriveOthers(text: string, statements: readonly Statement[], judged: Judgement[], index: FactIndex): void {
  const byPath = new Map(index.facts.map((fact) => [fact.path, fact]));
  const stated = judged.flatMap(({ status, path }) => (status === 'supported' ? (byPath.get(path ?? '') ?? []) : []));
  const numeric = stated.filter(({ value }) => Number.isFinite(value));
  statements.forEach(({ token, near, manner, from, to }, k) => {
    if (token.kind !== 'number' || judged[k]?.status === 'supported') return;
    const after = /^\s*\([^)]*\)/.test(text.slice(token.end))
      ? text
          .slice(token.end)
          .replace(/^\s*\([^)]*\)/, '')
          .slice(0, 40)
      : text.slice(token.end, to);
    const cues = cuesOf(text.slice(from, token.start), after, token);
    const beyond = /^\s*\(/.test(text.slice(token.end)) ? statements[k + 1]?.near : undefined;
    judged[k] =
      sharedWith(token, statements, judged) ??
      judgeDerived(token, manner, cues, beyond ? united(near, beyond) : near, numeric, index) ??
      (judged[k] as Judgement);
  });
}

/** "Two vote to buy": how many elements of a list say so. */
function tallyOf(count: number, near: Nearness, { tallies, lexicon }: FactIndex): string | undefined {
  return tallies.find(
    ({ paths, value }) =>
      paths.length === count &&
      lexicon.hear(value.split(/[^\p{L}]+/u)).every(({ term }) => (near.get(term) ?? 0) >= TOLD),
  )?.paths[0];
}

const TOLD = 0.3;

/** A fact that is of the year a number says. */
function yearAt(token: NumberToken, { facts }: FactIndex): string | undefined {
  if (!token.bare || token.text.length !== 4 || !isYear(token.value)) return undefined;
  const dated = judgeDate({ ...token, kind: 'date', iso: String(token.value) }, new Map(), facts);
  if (dated.status === 'supported') return dated.path;
  return facts.find(({ value, leaf }) => value === token.value && leaf.has('year'))?.path;
}

function judgePair(
  pair: PairKind,
  k: number,
  statements: readonly Statement[],
  judged: Judgement[],
  dropped: Set<number>,
  dissent: boolean,
  index: FactIndex,
  text: string,
): void {
  const [a, b] = [statements[k], statements[k + 1]];
  if (a?.token.kind !== 'number' || b?.token.kind !== 'number') return;
  if (pair === 'move') {
    supportMove(k, statements, judged, index);
    contradictBackwardMove(k, judged, index);
  }
  const before = text.slice(statements[0]?.from ?? 0, a.token.start);
  const isInterval = (b.near.get('interval') ?? 0) >= 0.5 || CONFIDENT.test(before);
  const isExtent = /\b(?:rang|var[iy]|span|all\b|every\b|each\b)/i.test(before);
  if (
    pair === 'range' &&
    !isInterval &&
    isRescuable(isExtent, [judged[k], judged[k + 1]], a.token) &&
    [judged[k], judged[k + 1]].some((judgement) => judgement?.status !== 'supported')
  ) {
    const within = judgeRange(a.token, b.token, a.manner, b.near, index);
    if (within) [judged[k], judged[k + 1]] = [within, within];
  }
  if (pair === 'range') supportOther(k, b, judged, index);
  if (pair !== 'part') return;
  const part = judgePart(a.token, b.token, judged[k], dissent, index);
  if (part === 'scale') dropped.add(k + 1);
  else if (part) [judged[k], judged[k + 1]] = part;
  else if ([a, b].every(({ token }) => /^[a-z]/i.test(token.text))) {
    // "nine out of ten": a way to speak, where nothing of that number is counted
    dropped.add(k);
    dropped.add(k + 1);
  }
}

const CONFIDENT = /\d\s?(?:%|percent|per cent) (?:probability|confidence|likelihood|certainty|ci\b|interval)/i;

/** "Ahead, 1.12 to 0.87": the same figure of another. */
function supportOther(k: number, { token, manner }: Statement, judged: Judgement[], { facts }: FactIndex): void {
  const [first, second] = [judged[k], judged[k + 1]];
  if (token.kind !== 'number' || token.bare || first?.status !== 'supported' || second?.status === 'supported') return;
  const own = first.path ?? '';
  const other = facts.find(
    (fact) => fact.path !== own && fieldOf(fact.path) === fieldOf(own) && fits(token, fact, manner, true),
  );
  if (other) judged[k + 1] = { status: 'supported', path: other.path };
}

/** May a fact in between support a range? Not one whose two ends are said to be facts themselves. */
function isRescuable(isExtent: boolean, ends: readonly (Judgement | undefined)[], first: NumberToken): boolean {
  const known = ends.filter((judgement) => judgement?.status === 'supported').length;
  const precise = first.step < 1 || first.value >= 100;
  return !isExtent && (!precise || known === 0);
}

/** "Rose from 54.20 to 53.75", where the facts went the other way, or where it rose to 54.20. */
function contradictBackwardMove(k: number, judged: Judgement[], { facts }: FactIndex): void {
  const [from, to] = [judged[k], judged[k + 1]].map((judgement) =>
    judgement?.status === 'supported' ? facts.find(({ path }) => path === judgement.path) : undefined,
  );
  if (from && to && from !== to && isEarlierOf(to, from)) {
    judged[k] = { status: 'contradicted', path: to.path };
    judged[k + 1] = { status: 'contradicted', path: from.path };
  } else if (from && !to) {
    const earlier = facts.find((fact) => isEarlierOf(fact, from));
    if (earlier) judged[k] = { status: 'contradicted', path: earlier.path };
  }
}

/** "Half of the 17 %", "two thirds of that": a comparison of figures. */
const OF_A_FIGURE =
  /^ (?:of )?(?:that|this|what|as (?:much|many|large|high|big)|(?:the|its|their) [$€£]?\d\S*|those of)\b/i;

/** "From eight to six days": the same figure of two things, of which the sentence may name one only. */
function supportMove(k: number, statements: readonly Statement[], judged: Judgement[], { facts }: FactIndex): void {
  for (const [own, other] of [
    [k, k + 1],
    [k + 1, k],
  ] as const) {
    const [statement, known] = [statements[own], judged[other]];
    if (judged[own]?.status === 'supported' || known?.status !== 'supported' || statement?.token.kind !== 'number')
      continue;
    const { token, manner } = statement;
    const same = facts.find(
      (fact) =>
        fact.path !== known.path &&
        fieldOf(fact.path) === fieldOf(known.path ?? '') &&
        fits(token, fact, { ...manner, direction: 0 }, true),
    );
    if (same) judged[own] = { status: 'supported', path: same.path };
  }
}

/** Is it the same figure before? */
function isEarlierOf(fact: Fact, than: Fact): boolean {
  const isSame =
    fieldOf(fact.path) === fieldOf(than.path) ||
    (parentOf(fact.path) === parentOf(than.path) && AFTER.test(fieldOf(than.path)));
  return isSame && rank(fact) < rank(than);
}

const AFTER = /^(?:after|current|now|new|final|end|latest)$/i;

const YEAR_IN_WORDS = /^(?:twelve|one)$/i;

/** "Two of them", "one": a small number in words that no fact is about states nothing. */
function isIdle({ token, after }: Statement, { status, path }: Judgement): boolean {
  if (status === 'supported' || token.kind !== 'number' || !/^[a-z]/i.test(token.text)) return false;
  if (token.unit === 'percent' && OF_A_FIGURE.test(after)) return true;
  if (/^an? /i.test(token.text)) return true; // "a million tokens cost 24 cents"
  if (YEAR_IN_WORDS.test(token.text) && token.measure?.dimension === 'time') return true;
  const isCount = token.value > 1 && status === 'contradicted' && path?.endsWith('.length');
  return (token.bare && token.value <= 3 && !isCount) || (token.unit === 'percent' && status === 'unsupported');
}

function claimOf({ token, manner }: Statement, { status, path }: Judgement): Claim {
  const { text, start } = token;
  const located = path === undefined ? {} : { path };
  if (token.kind === 'date')
    return { text, start, value: token.iso, unit: token.iso.startsWith('T') ? 'time' : 'date', status, ...located };
  const sign = token.sign || manner.direction || 1;
  return { text, start, value: token.value === 0 ? 0 : sign * token.value, unit: token.unit, status, ...located };
}
