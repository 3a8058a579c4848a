import { type PolicyParts, rollPolicy } from '../agent/roll-policy';
import { playTargets } from '../environment/play-targets';
import { type Bar, checkBars } from '../market/bar';
import { pairedBootstrap } from '../statistics/paired-bootstrap';
import { returnsOf } from '../statistics/returns';

/** A policy, and the last session (YYYY-MM-DD) that its training or selection has seen. */
export interface Contender {
  parts: PolicyParts;
  selectedUntil: string;
}

export interface ContestResult {
  /** Whether the challenger is to be the champion. */
  promoted: boolean;
  /** In words, with the numbers that it rests on. */
  reason: string;
  /** Bars that neither was trained or selected on. */
  bars: number;
  /** Probability that the challenger's Sharpe ratio is the higher one; absent where the window is too short. */
  sharpeBetter?: number;
}

const MINIMUM_BARS = 60;
const ENOUGH = 0.9;

/**
 * Champion and challenger play the latest bars that neither was trained or selected on, with the challenger's costs and
 * each its own largest position. The challenger is promoted if its Sharpe ratio is the higher one with a probability of
 * 0.9 or more by the paired bootstrap; else the evidence is insufficient, also with fewer than 60 such bars. Pure.
 */
export function contest(bars: readonly Bar[], champion: Contender, challenger: Contender): ContestResult {
  checkBars(bars);
  const seen = champion.selectedUntil > challenger.selectedUntil ? champion.selectedUntil : challenger.selectedUntil;
  const fromIndex = bars.findIndex((bar) => bar.date > seen);
  const count = fromIndex === -1 ? 0 : bars.length - fromIndex;
  if (count < MINIMUM_BARS) {
    const reason = `insufficient_evidence: ${count} bars after ${seen} that neither was selected on, ${MINIMUM_BARS} are needed`;
    return { promoted: false, reason, bars: count };
  }
  const { costBps, slippageBps, borrowRate } = challenger.parts.settings.environment;
  const returns = ({ parts }: Contender): Float64Array => {
    const environment = { ...parts.settings.environment, costBps, slippageBps, borrowRate };
    return played({ ...parts, settings: { ...parts.settings, environment } }, bars, fromIndex);
  };
  const { sharpeBetter } = pairedBootstrap(returns(challenger), returns(champion));
  const promoted = sharpeBetter >= ENOUGH;
  const found = `the challenger's Sharpe ratio is the higher one with probability ${sharpeBetter.toFixed(3)} on ${count} bars after ${seen}`;
  const reason = promoted ? `promoted: ${found}` : `insufficient_evidence: ${found}, ${ENOUGH} is needed`;
  return { promoted, reason, bars: count, sharpeBetter };
}

function played(parts: PolicyParts, bars: readonly Bar[], fromIndex: number): Float64Array {
  const { targets } = rollPolicy(parts, bars, fromIndex, 0);
  return returnsOf(playTargets(bars, parts.settings, { fromIndex, toIndex: bars.length - 1 }, targets).equity);
}
