import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimChecker } from './check-claims';
import type { Claim } from './claim';

/**
 * Sentences about one document of facts. A false number stands in [[ ]], all others are true; `{15 %|51 %}` is 15 % in
 * the true sentence and 51 % in a second one that is false in this number only.
 */
interface Labelled {
  facts: unknown;
  sentences: string[];
}

/** What the ledger says of labelled sentences; each refused or missed number with its sentence. */
export interface LedgerFigures {
  sentences: number;
  trueNumbers: number;
  falseNumbers: number;
  refused: string[];
  missed: string[];
}

/** By name: a build keeps copies of documents that have since been tuned on, and these must not count here. */
export const HELD_OUT = [
  'btc-momentum.json',
  'city-library.json',
  'city-marathon.json',
  'city-statistics.json',
  'crypto-agents.json',
  'drug-response-trial.json',
  'eurusd-walk-forward.json',
  'execution-quality.json',
  'futures-letter.json',
  'hospital-quarter.json',
  'indicator-snapshot.json',
  'model-card.json',
  'nvda-plan.json',
  'plain-backtest.json',
  'review-decision.json',
  'risk-report.json',
  'saas-quarter-b.json',
  'seeds-and-folds.json',
  'shop-abtest.json',
  'stock-agents.json',
  'technical-snapshot.json',
  'trade-plan-flat.json',
  'wind-farm-quarter.json',
  'wind-farm-year.json',
  'wti-book.json',
];

/**
 * `tuned` sentences were used to make the rules better; `held-out` ones were written afterwards and measured once, and
 * nothing was changed for them. Labels are ours, number by number, from the facts document of the same file.
 */
export function measureLedger(half: 'tuned' | 'held-out'): LedgerFigures {
  const folder = join(__dirname, 'fixtures', half);
  const figures: LedgerFigures = { sentences: 0, trueNumbers: 0, falseNumbers: 0, refused: [], missed: [] };
  const files = half === 'tuned' ? readdirSync(folder).sort() : HELD_OUT;
  for (const file of files) {
    const { facts, sentences } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Labelled;
    const check = claimChecker(facts);
    for (const sentence of sentences) {
      const [first = '', ...falsified] = versionsOf(sentence);
      measureSentence(file, first, check, figures);
      for (const version of falsified) measureFalse(file, version, check, figures);
    }
  }
  return figures;
}

const EITHER = /\{([^{}|]*)\|([^{}|]*)\}/g;

/** The sentence as it is true, then once for every number that is falsified. */
function versionsOf(sentence: string): string[] {
  const slots = [...sentence.matchAll(EITHER)];
  const version = (falsified?: number): string => {
    let slot = -1;
    return sentence.replace(EITHER, (_, right: string, wrong: string) =>
      (slot += 1) === falsified ? `[[${wrong}]]` : right,
    );
  };
  return [version(), ...slots.map((_, i) => version(i))];
}

interface Span {
  start: number;
  end: number;
}

interface Read {
  text: string;
  claims: Claim[];
  falseSpans: Span[];
}

type Check = ReturnType<typeof claimChecker>;

function read(labelled: string, check: Check): Read {
  const falseSpans: Span[] = [];
  const text = labelled.split(/\[\[|\]\]/).reduce((before, part, i) => {
    if (i % 2 === 1) falseSpans.push({ start: before.length, end: before.length + part.length });
    return before + part;
  }, '');
  return { text, claims: check(text), falseSpans };
}

function isIn({ start, text }: Claim, span: Span): boolean {
  return start < span.end && start + text.length > span.start;
}

function measureSentence(file: string, labelled: string, check: Check, figures: LedgerFigures): void {
  const { text, claims, falseSpans } = read(labelled, check);
  figures.sentences += 1;
  for (const claim of claims.filter((one) => !falseSpans.some((span) => isIn(one, span)))) {
    figures.trueNumbers += 1;
    if (claim.status !== 'supported')
      figures.refused.push(`${file}: ${text} → ${claim.text} ${claim.status} ${claim.path}`);
  }
  measureFalse(file, labelled, check, figures);
}

function measureFalse(file: string, labelled: string, check: Check, figures: LedgerFigures): void {
  const { text, claims, falseSpans } = read(labelled, check);
  for (const span of falseSpans) {
    figures.falseNumbers += 1;
    const within = claims.filter((one) => isIn(one, span));
    if (!within.some(({ status }) => status !== 'supported'))
      figures.missed.push(
        `${file}: ${text} → ${text.slice(span.start, span.end)} ${within.map(({ path }) => path).join()}`,
      );
  }
}
