import { isMeasured, MINIMUM_RETURNS, MINIMUM_TRADES } from '../statistics/measured';
import type { PairedBootstrap } from '../statistics/paired-bootstrap';
import type { Deflation } from './deflation';

export type VerdictKind = 'better_than_luck' | 'not_distinguishable' | 'worse_than_baseline' | 'too_short';

export interface Verdict {
  verdict: VerdictKind;
  /** In words: what was found, against what, with which uncertainty. */
  statement: string;
  /** 100 for better_than_luck, else 49. */
  confidenceCap: number;
  barsHad: number;
  /** Absent when no number of bars would do. */
  barsNeeded?: number;
}

/** What a verdict rests on. Returns are fractions. */
export interface Evidence {
  returns: number;
  trades: number;
  trials: number;
  policyReturn: number;
  baselineReturn: number;
  deflation: Deflation;
  /** Absent under 30 returns. */
  bootstrap?: PairedBootstrap;
}

const SIGNIFICANT = 0.95;
/** Probability, as for a new champion, with which the Sharpe ratio must exceed buy and hold's: a rising market is no skill. */
const BETTER_THAN_BASELINE = 0.9;
const CAP_WITHOUT_EVIDENCE = 49;

/**
 * `too_short`: under 30 returns or 10 trades. `worse_than_baseline`: the 95 % interval of the return in excess of buy
 * and hold lies below 0. `better_than_luck`: the deflated Sharpe ratio exceeds 0.95 and the Sharpe ratio is above buy
 * and hold's with probability 0.9 or more. Everything else is `not_distinguishable`.
 */
export function verdictOf(evidence: Evidence): Verdict {
  const verdict = kindOf(evidence);
  const barsNeeded = barsNeededFor(verdict, evidence);
  return {
    verdict,
    statement: [comparison(evidence), finding(verdict, evidence), need(evidence.returns, barsNeeded)]
      .filter((sentence) => sentence !== '')
      .join(' '),
    confidenceCap: verdict === 'better_than_luck' ? 100 : CAP_WITHOUT_EVIDENCE,
    barsHad: evidence.returns,
    ...(barsNeeded !== undefined && { barsNeeded }),
  };
}

function kindOf({ returns, trades, deflation, bootstrap }: Evidence): VerdictKind {
  if (returns < MINIMUM_RETURNS || trades < MINIMUM_TRADES || !bootstrap) return 'too_short';
  if (bootstrap.excessReturn.high < 0) return 'worse_than_baseline';
  const lucky = !isMeasured(deflation.dsr) || deflation.dsr <= SIGNIFICANT;
  return lucky || bootstrap.sharpeBetter < BETTER_THAN_BASELINE ? 'not_distinguishable' : 'better_than_luck';
}

/** At the pace of this window; only where more bars would help. */
function barsNeededFor(verdict: VerdictKind, { returns, trades, deflation }: Evidence): number | undefined {
  if (verdict === 'too_short') {
    if (trades === 0) return undefined;
    return Math.max(MINIMUM_RETURNS, Math.ceil((returns * MINIMUM_TRADES) / trades));
  }
  const needed = isMeasured(deflation.minimumTrackRecord) ? Math.ceil(deflation.minimumTrackRecord) : 0;
  return verdict === 'not_distinguishable' && needed > returns ? needed : undefined;
}

function comparison({ returns, policyReturn, baselineReturn, bootstrap }: Evidence): string {
  const compared = `Over ${returns} daily returns the policy made ${percent(policyReturn)}, buy and hold ${percent(baselineReturn)}`;
  if (!bootstrap) return `${compared}.`;
  const { low, high } = bootstrap.excessReturn;
  return `${compared}; the difference lies between ${percent(low)} and ${percent(high)} (95 %).`;
}

function finding(verdict: VerdictKind, { returns, trades, trials, deflation, bootstrap }: Evidence): string {
  if (verdict === 'too_short') {
    return (
      `${returns} daily returns with ${trades} trades are too few to judge: ` +
      `at least ${MINIMUM_RETURNS} and ${MINIMUM_TRADES} are needed.`
    );
  }
  if (verdict === 'worse_than_baseline') return 'That is worse than holding.';
  const skill = isMeasured(deflation.dsr) ? deflation.dsr.toFixed(2) : 'unknown';
  const above = (bootstrap?.sharpeBetter ?? 0).toFixed(2);
  const found =
    `The probability that this is more than the luck of ${trials === 1 ? 'one trial' : `the best of ${trials} trials`} ` +
    `is ${skill}, that its Sharpe ratio is above buy and hold's ${above}`;
  return verdict === 'better_than_luck'
    ? `${found}: better than luck.`
    : `${found}: not distinguishable from luck (${SIGNIFICANT} and ${BETTER_THAN_BASELINE} would be).`;
}

function need(had: number, needed: number | undefined): string {
  return needed === undefined ? '' : `To tell, it needs about ${needed} bars, has ${had}.`;
}

/** One decimal, with sign, a true minus. */
function percent(fraction: number): string {
  const rounded = (Math.abs(fraction) * 100).toFixed(1);
  return `${fraction < 0 && rounded !== '0.0' ? '−' : '+'}${rounded} %`;
}
