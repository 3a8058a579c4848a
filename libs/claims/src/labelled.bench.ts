import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkClaims } from './check-claims';
import type { Claim } from './claim';

/** Sentences about one document of facts, with every false number in [[ ]]; all others are true. */
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

/**
 * `tuned` sentences were used to make the rules better; `held-out` ones were written afterwards and measured once, and
 * nothing was changed for them. Labels are ours, number by number, from the facts document of the same file.
 */
export function measureLedger(half: 'tuned' | 'held-out'): LedgerFigures {
  const folder = join(__dirname, 'fixtures', half);
  const figures: LedgerFigures = { sentences: 0, trueNumbers: 0, falseNumbers: 0, refused: [], missed: [] };
  for (const file of readdirSync(folder)) {
    const { facts, sentences } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Labelled;
    for (const sentence of sentences) measureSentence(file, sentence, facts, figures);
  }
  return figures;
}

function measureSentence(file: string, labelled: string, facts: unknown, figures: LedgerFigures): void {
  const falseSpans: { start: number; end: number }[] = [];
  const text = labelled.split(/\[\[|\]\]/).reduce((read, part, i) => {
    if (i % 2 === 1) falseSpans.push({ start: read.length, end: read.length + part.length });
    return read + part;
  }, '');
  const claims = checkClaims(text, facts);
  const spanOf = ({ start, text: written }: Claim) =>
    falseSpans.find((span) => start < span.end && start + written.length > span.start);
  figures.sentences += 1;
  for (const claim of claims.filter((one) => spanOf(one) === undefined)) {
    figures.trueNumbers += 1;
    if (claim.status !== 'supported')
      figures.refused.push(`${file}: ${text} → ${claim.text} ${claim.status} ${claim.path}`);
  }
  for (const span of falseSpans) {
    figures.falseNumbers += 1;
    const within = claims.filter((one) => spanOf(one) === span);
    if (!within.some(({ status }) => status !== 'supported'))
      figures.missed.push(
        `${file}: ${text} → ${text.slice(span.start, span.end)} ${within.map(({ path }) => path).join()}`,
      );
  }
}
