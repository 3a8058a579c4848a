import type { ReviewRules } from '@trademaster/contracts';
import { actionOf } from '@trademaster/engine';
import { type ExecutorAnswer, TERMINATE } from '../../decision/executor-answer.dto';
import type { ReviewFacts } from '../../facts/review-facts';
import { percent, plain, price } from './quoted';
import { assessRisk } from './risk-assessment';

/** The decision as JSON: the policy's proposal, or what the RiskManager asked for. */
export function executorWords(facts: ReviewFacts, rules: ReviewRules): string {
  const { proposal, market, backtest } = facts;
  const { objections, targetPosition } = assessRisk(facts, rules);
  const action = actionOf(proposal.current_position, targetPosition);
  const answer: ExecutorAnswer = {
    status: TERMINATE,
    action,
    target_position: targetPosition,
    confidence: proposal.confidence,
    reasoning: [outcome(facts, action, targetPosition), ...objections, backtest.statement].join(' '),
    key_factors: [
      `${proposal.members_agreeing} of ${proposal.members} members agree on ${percent(proposal.target_position)} of equity`,
      `trend ${market.trend}, last close ${price(market.indicators.last_close)}, RSI 14 ${plain(market.indicators.rsi_14)}`,
      `total return ${percent(backtest.metrics.total_return)} against a total return of ${percent(backtest.buy_and_hold.total_return)} for buy and hold`,
      `confidence ${plain(proposal.confidence)} of 100, verdict ${backtest.verdict}`,
    ],
    entry: null,
    stop: null,
    target: null,
    changed_by: objections.length === 0 ? null : { agent: 'RiskManager', claims: objections },
  };
  return JSON.stringify(answer, null, 1);
}

function outcome({ proposal }: ReviewFacts, action: string, targetPosition: number): string {
  const proposed = `${proposal.action} (${proposal.intent})`;
  if (targetPosition === proposal.target_position) {
    return `The team confirms ${proposed}, a position of ${percent(targetPosition)} of equity.`;
  }
  return `The policy proposed ${proposed}; on the RiskManager's objection the team decides ${action}, a position of ${percent(targetPosition)} of equity.`;
}
