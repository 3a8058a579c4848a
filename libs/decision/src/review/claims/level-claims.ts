import type { Claim } from '@trademaster/claims';
import type { ExecutorAnswer } from '../decision/executor-answer.dto';
import type { ReviewFacts } from '../facts/review-facts';

export const LEVELS = ['entry', 'stop', 'target'] as const;
export type LevelName = (typeof LEVELS)[number];

/** A level of the answer is a price that stands in the facts, at most rounded; never by more than this share of it. */
const ROUNDING = 1e-3;

/** The levels that an answer names itself, each with the price of the run that it is put at. */
export function levelClaims(
  answer: Partial<Record<LevelName, ExecutorAnswer['stop']>>,
  facts: ReviewFacts,
): { field: LevelName; claim: Claim }[] {
  return LEVELS.flatMap((field) => {
    const value = answer[field];
    return typeof value === 'number' ? [{ field, claim: levelClaim(field, value, facts) }] : [];
  });
}

function levelClaim(field: LevelName, value: number, facts: ReviewFacts): Claim {
  const claim = { text: String(value), start: 0, value, unit: 'number' as const };
  const own = `proposal.levels.${field}`;
  const matches = Object.entries(pricesOf(facts)).filter(([, price]) => states(value, price));
  const path = matches.find(([candidate]) => candidate === own)?.[0] ?? matches[0]?.[0];
  if (path !== undefined) return { ...claim, status: 'supported', path };
  return facts.proposal.levels === undefined
    ? { ...claim, status: 'unsupported' }
    : { ...claim, status: 'contradicted', path: own };
}

/** Every price of the run that a level can be put at, by its path. */
function pricesOf({ proposal, market }: ReviewFacts): Record<string, number> {
  const prices: Record<string, number | null | undefined> = {};
  for (const name of LEVELS) prices[`proposal.levels.${name}`] = proposal.levels?.[name];
  for (const name of ['last_close', 'support', 'resistance', 'sma_20', 'sma_50']) {
    prices[`market.indicators.${name}`] = market.indicators[name];
  }
  market.last_closes.forEach((close, i) => (prices[`market.last_closes[${i}]`] = close));
  return Object.fromEntries(
    Object.entries(prices).filter((entry): entry is [string, number] => Number.isFinite(entry[1])),
  );
}

function states(value: number, price: number): boolean {
  const decimals = /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;
  return Math.abs(value - price) <= Math.min(0.5 * 10 ** -decimals, ROUNDING * price) * (1 + 1e-9);
}
