import type { Claim } from './claim';
import { judgeDate } from './date-claims';
import { type FactIndex, indexFacts } from './facts';
import { judge, type Judgement, type Naming, namingOf } from './judge';
import { mannerOf } from './manner';
import { judgePart, judgeRange } from './pairs';
import { quotedAt } from './quotes';
import { readTokens } from './read-tokens';
import { pairOf, type PairKind, type Sentence, sentencesOf, shareUnit } from './statements';
import { type Segment, type Surroundings, surroundingsOf } from './surroundings';
import type { DateToken, NumberToken } from './token';
import type { Manner } from './units';

/**
 * Every number, date and time that `text` states, with the fact of `facts` (any JSON) that supports or contradicts it.
 * Numbers that are names or order (periods of indicators, enumerators, confidence levels, versions) are no claims.
 * Pure; claims come in the order of the text.
 */
export function checkClaims(text: string, facts: unknown): Claim[] {
  const index = indexFacts(facts);
  return sentencesOf(readTokens(text), index.periods).flatMap((sentence) =>
    new SentenceCheck(text, sentence, index).claims(),
  );
}

const DISSENT =
  /^(?:dissent\w*|against|oppos\w+|other|minority|disagree\w*|abstain\w*|only|short|flat|hold|sell|lost|losing)$/i;

/** "31 % of trades were winners". */
const WINNERS =
  /^ of\b[^.;]*?\b(?:trades?|positions|deals)\b[^.;,]*?\b(?:won|winners?|winning|profitable|profits?|money|successful|wins)\b/i;

interface Statement {
  token: NumberToken | DateToken;
  around: Surroundings;
  manner: Manner;
  naming: Naming;
  /** Surroundings that it may be meant in, the likeliest first. */
  scopes: Set<string>[];
  /** Did its own words say so? */
  spoken: boolean;
}

/** One sentence, read from left to right: names and surroundings carry over from number to number. */
class SentenceCheck {
  private readonly statements: Statement[] = [];
  private readonly scopeTerms: Set<string>;

  constructor(
    private readonly text: string,
    private readonly sentence: Sentence,
    private readonly index: FactIndex,
  ) {
    this.scopeTerms = new Set(index.facts.flatMap(({ scope }) => [...scope]));
  }

  claims(): Claim[] {
    const { tokens, stated } = this.sentence;
    const pairs = stated.map((at, k): PairKind | undefined => pairOf(tokens, at, stated[k + 1] ?? -1));
    pairs.forEach((pair, k) => {
      const [a, b] = [tokens[stated[k] ?? -1], tokens[stated[k + 1] ?? -1]];
      if ((pair === 'range' || pair === 'move') && a?.kind === 'number' && b?.kind === 'number') shareUnit(a, b);
    });
    stated.forEach((_, k) => this.read(k, k > 0 ? pairs[k - 1] : undefined, pairs[k]));
    this.shareList();
    const judged = this.statements.map((statement) => this.judged(statement));
    const dropped = new Set<number>();
    pairs.forEach((pair, k) => this.judgePair(pair, k, judged, dropped));
    return this.statements.flatMap((statement, k) => {
      const judgement = judged[k] ?? { status: 'unsupported' };
      const idle =
        judgement.status === 'unsupported' &&
        /^[a-z]/i.test(statement.token.text) &&
        statement.token.kind === 'number' &&
        statement.token.bare;
      return dropped.has(k) || idle ? [] : [claimOf(statement, judgement)];
    });
  }

  private read(k: number, pairBefore: PairKind | undefined, pairAfter: PairKind | undefined): void {
    const token = this.sentence.tokens[this.sentence.stated[k] ?? 0] as NumberToken | DateToken;
    const around = surroundingsOf(this.sentence, k);
    const last = this.statements.at(-1);
    const inherited = last?.naming.names[0] ?? new Set<string>();
    const left = last?.naming.ahead ? withoutNames(around.left, last.naming.names[0]) : around.left;
    const isolated = {
      ...around,
      left: pairBefore ? [] : left,
      tight: pairAfter ? new Set<string>() : around.tight,
    };
    const own = pairAfter ? { ...isolated, loose: [] } : isolated;
    const paired = pairAfter && !this.isOfHundred(k) ? this.withPartner(k, own) : own;
    const bare = token.kind === 'number' && token.bare;
    const naming = pairBefore && last ? { ...last.naming } : namingOf(paired, this.index, inherited, bare);
    const manner = mannerOf(this.text, token, around.from, around.to);
    if (token.kind === 'number' && token.unit === 'multiple' && /[R:]/.test(token.text))
      naming.names = [...naming.names, new Set(['rmultiple'])];
    naming.names = naming.names.map((terms) => withPeriod(terms, around.after));
    if (WINNERS.test(this.text.slice(token.end, around.to + 40)))
      naming.names = [new Set(['winrate', 'trade']), ...naming.names];
    if (pairBefore && last) manner.direction ||= last.manner.direction;
    this.statements.push({ token, around, manner, naming, ...this.scopesOf({ ...around, left: isolated.left }) });
  }

  private isOfHundred(k: number): boolean {
    const next = this.sentence.tokens[this.sentence.stated[k + 1] ?? -1];
    return next?.kind === 'number' && next.bare && next.value === 100;
  }

  /** The first number of a pair is named by the words after the second, too: "10–12 % drawdown". */
  private withPartner(k: number, around: Surroundings): Surroundings {
    const partner = surroundingsOf(this.sentence, k + 1);
    return {
      ...around,
      tight: partner.tight,
      tightLeads: partner.tightLeads,
      loose: partner.loose,
      after: partner.after,
    };
  }

  /**
   * What the words around a number say of its surroundings ("for buy and hold"). Where they say nothing, those of the
   * sentence's subject hold on; after two different ones any of them, or none, may be meant.
   */
  private scopesOf(around: Surroundings): { scopes: Set<string>[]; spoken: boolean } {
    const left = around.left
      .filter(({ opened }, i) => opened !== 'compare' || i === 0)
      .flatMap(({ terms }) => [...terms]);
    const ahead = left.length === 0 ? [...(around.loose[0]?.terms ?? [])] : [];
    const local = new Set([...left, ...ahead, ...around.after, ...(around.tightLeads ? [] : around.tight)]);
    if ([...local].some((term) => this.scopeTerms.has(term) || term === 'self'))
      return { scopes: [local], spoken: true };
    const earlier = this.statements.filter(({ spoken }) => spoken).flatMap(({ scopes }) => scopes);
    const differ = earlier.some((scope) => this.narrowed(scope) !== this.narrowed(earlier[0]));
    return { scopes: earlier.length > 0 && !differ ? earlier.slice(-1) : [...earlier, new Set()], spoken: false };
  }

  private narrowed(scope: ReadonlySet<string> = new Set()): string {
    return [...scope]
      .filter((term) => this.scopeTerms.has(term))
      .sort()
      .join(' ');
  }

  /** "Stop and target are 95 and 110": as many names as numbers that follow without names of their own. */
  private shareList(): void {
    this.statements.forEach((statement, k) => {
      const { names } = statement.naming;
      const unnamed = this.statements
        .slice(k + 1)
        .findIndex(({ naming }) => naming.names[0] === undefined || !sameTerms(naming.names[0], names[0]));
      const followers = unnamed < 0 ? this.statements.length - k - 1 : unnamed;
      if (names.length < 2 || followers !== names.length - 1) return;
      const inOrder = [...names].reverse();
      for (let i = 0; i <= followers; i += 1) {
        const [target, name] = [this.statements[k + i], inOrder[i]];
        if (target && name) target.naming = { names: [name], certain: true, ahead: false };
      }
    });
  }

  private judged({ token, around, manner, naming, scopes }: Statement): Judgement {
    if (token.kind === 'date') {
      const near = [around.left[0], around.left[1]].flatMap((segment) => [...(segment?.terms ?? [])]);
      return judgeDate(token, new Set(near), this.index.facts);
    }
    const judgement = judge(token, manner, naming, scopes, this.index);
    if (judgement.status === 'supported') return judgement;
    const year = isYear(token)
      ? judgeDate({ ...token, kind: 'date', iso: String(token.value) }, new Set(), this.index.facts)
      : undefined;
    const quoted = year?.status === 'supported' ? year.path : quotedAt(this.text, token, this.index.quotes);
    return quoted === undefined ? judgement : { status: 'supported', path: quoted };
  }

  /** Does the sentence speak of a minority? */
  private dissents(): boolean {
    return this.sentence.tokens.some(({ text }) => DISSENT.test(text));
  }

  private judgePair(pair: PairKind | undefined, k: number, judged: Judgement[], dropped: Set<number>): void {
    const [a, b] = [this.statements[k], this.statements[k + 1]];
    if (!pair || a?.token.kind !== 'number' || b?.token.kind !== 'number') return;
    if (pair === 'range' && [judged[k], judged[k + 1]].some((judgement) => judgement?.status !== 'supported')) {
      const within = judgeRange(a.token, b.token, a.manner, a.naming.names, a.scopes, this.index);
      if (within) [judged[k], judged[k + 1]] = [within, within];
    }
    if (pair !== 'part') return;
    const part = judgePart(a.token, b.token, judged[k], this.dissents(), this.index);
    if (part === 'scale') dropped.add(k + 1);
    else if (part) [judged[k], judged[k + 1]] = part;
  }
}

/** Words that have named the number before name this one no more. */
function withoutNames(left: readonly Segment[], used: ReadonlySet<string> = new Set()): Segment[] {
  return left.map((segment, i) =>
    i < left.length - 1
      ? segment
      : { ...segment, terms: new Set([...segment.terms].filter((term) => !used.has(term))) },
  );
}

/** "Up 2 % over 7 days": the period may follow. */
function withPeriod(terms: Set<string>, after: ReadonlySet<string>): Set<string> {
  const isPeriod = (term: string): boolean => term.startsWith('#');
  return [...terms].some(isPeriod) ? terms : new Set([...terms, ...[...after].filter(isPeriod)]);
}

function sameTerms(a: ReadonlySet<string>, b: ReadonlySet<string> | undefined): boolean {
  return b !== undefined && a.size === b.size && [...a].every((term) => b.has(term));
}

function isYear({ bare, value, text }: NumberToken): boolean {
  return bare && value >= 1900 && value < 2100 && text.length === 4;
}

function claimOf({ token, manner }: Statement, { status, path }: Judgement): Claim {
  const { text, start } = token;
  const located = path === undefined ? {} : { path };
  if (token.kind === 'date')
    return { text, start, value: token.iso, unit: token.iso.startsWith('T') ? 'time' : 'date', status, ...located };
  const sign = token.sign || manner.direction || 1;
  return { text, start, value: token.value === 0 ? 0 : sign * token.value, unit: token.unit, status, ...located };
}
