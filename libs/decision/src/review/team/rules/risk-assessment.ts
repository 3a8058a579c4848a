import type { ReviewRules } from '@trademaster/contracts';
import { opensRisk } from '../../decision/final-levels';
import type { ReviewFacts } from '../../facts/review-facts';
import { percent, plain, price } from './quoted';
import { depth } from './strategy-words';

export interface RiskAssessment {
  /** Why the proposal may not be followed; none: no objection. */
  objections: string[];
  /** Share of equity that the team should hold. */
  targetPosition: number;
}

/**
 * The rules, all of them about proposals that open, add or reverse; closing, reducing and keeping is never objected to.
 * 1. The backtest was worse than buy and hold.
 * 2. The confidence is under the team's minimum.
 * 3. There is no stop, because the prices give no range to put one.
 * One objection is enough: no new position. What is held stays, unless the proposal was to turn it round: then the half
 * of it that closes is followed.
 */
export function assessRisk({ proposal, backtest }: ReviewFacts, rules: ReviewRules): RiskAssessment {
  if (!opensRisk(proposal.intent)) return { objections: [], targetPosition: proposal.target_position };
  const objections = [
    ...(backtest.verdict === 'worse_than_baseline'
      ? [
          `The backtest's total return was ${percent(backtest.metrics.total_return)} against a total return of ` +
            `${percent(backtest.buy_and_hold.total_return)} for buy and hold, verdict ${backtest.verdict}.`,
        ]
      : []),
    ...(proposal.confidence < rules.minimum_opening_confidence
      ? [
          `A confidence of ${plain(proposal.confidence)} is under the minimum of ` +
            `${plain(rules.minimum_opening_confidence)} for opening or adding.`,
        ]
      : []),
    ...(proposal.levels === undefined ? ['There is no stop: the last bars have no range to put one.'] : []),
  ];
  const kept = proposal.intent === 'add' ? proposal.current_position : 0;
  return { objections, targetPosition: objections.length === 0 ? proposal.target_position : kept };
}

export function riskManagerWords(facts: ReviewFacts, rules: ReviewRules): string {
  const { proposal, backtest } = facts;
  const { objections, targetPosition } = assessRisk(facts, rules);
  const drawdown = `The backtest's maximum drawdown was ${percent(depth(backtest.metrics.max_drawdown))}.`;
  if (objections.length > 0) {
    return [
      `Objection to ${proposal.action} (${proposal.intent}).`,
      ...objections,
      drawdown,
      `I ask for a position of ${percent(targetPosition)} of equity instead of ${percent(proposal.target_position)}.`,
    ].join(' ');
  }
  if (proposal.levels === undefined) {
    return `No objection: ${proposal.intent} takes no new risk. ${drawdown}`;
  }
  const { entry, stop, target, r_multiple, size } = proposal.levels;
  return [
    `No objection to ${proposal.action} (${proposal.intent}): confidence ${plain(proposal.confidence)} is at least the`,
    `minimum of ${plain(rules.minimum_opening_confidence)}, and the verdict is ${backtest.verdict}. ${drawdown}`,
    `Entry ${price(entry)}, stop ${price(stop)}, target ${price(target)}; that is ${plain(r_multiple)} R at a size of ${percent(size)}.`,
  ].join(' ');
}
