import type { ReviewFacts } from '../../facts/review-facts';
import { percent, plain } from './quoted';

/** What the policy proposes, and what its out-of-sample backtest is worth. */
export function strategyWords({ proposal, backtest }: ReviewFacts): string {
  const { metrics, buy_and_hold: hold, window, excess_return_interval: interval } = backtest;
  const excess =
    interval === undefined
      ? []
      : [`The 95 % interval of the difference in return is ${percent(interval.low)} to ${percent(interval.high)}.`];
  return [
    `The policy proposes ${proposal.action} (${proposal.intent}), from ${percent(proposal.current_position)} to`,
    `${percent(proposal.target_position)} of equity; ${proposal.members_agreeing} of ${proposal.members} members agree.`,
    `Its confidence is ${plain(proposal.confidence)} of 100 (${proposal.confidence_basis}).`,
    `Out of sample, ${window.first_date} to ${window.last_date} (${window.bars} bars), its total return was`,
    `${percent(metrics.total_return)} against a total return of ${percent(hold.total_return)} for buy and hold.`,
    `Its maximum drawdown was ${percent(depth(metrics.max_drawdown))}, buy and hold's ${percent(depth(hold.max_drawdown))};`,
    `its Sharpe ratio ${plain(metrics.sharpe)}, buy and hold's ${plain(hold.sharpe)}.`,
    ...excess,
    `Verdict: ${backtest.verdict}. ${backtest.statement}`,
  ].join(' ');
}

/** Drawdowns are written as depths, whatever their sign in the metrics. */
export function depth(drawdown: number | null | undefined): number | null {
  return typeof drawdown === 'number' ? Math.abs(drawdown) : null;
}
