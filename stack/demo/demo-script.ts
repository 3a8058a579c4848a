import type { ScriptedReply, ScriptedStep } from '@trademaster/testkit';

/**
 * A review of the example run (close 100, support 94.1, stop 95, target 110, confidence 49) in which things go wrong:
 * an analyst says what nobody measured, and the Executor puts its stop where there is no price of the run.
 */
export const DEMO_SCRIPT: ScriptedStep[] = [
  uses('get_indicators'),
  'The trend is up: the close of 100 lies above SMA 20 at 98.2 and SMA 50 at 96.4. RSI 14 is 61.5. I see support at 91.7.',
  uses('get_backtest'),
  'Out of sample the policy returned 6.3 %, with a Sharpe ratio of 0.91 and a maximum drawdown of 8.4 %. Buy and hold ' +
    'returned 4.1 %. The win rate is 80 %. The verdict is not distinguishable from luck.',
  'The support is at 94.1, not at 91.7. With a verdict like this I ask for a confidence of 35.',
  decides({ stop: 97.45, reasoning: 'The team opens a long position with its stop at 97.45 and a confidence of 35.' }),
  decides({
    stop: 94.1,
    reasoning: 'The team opens a long position with its stop at the support of 94.1 and a confidence of 35.',
  }),
];

function uses(name: string): ScriptedReply {
  return { content: null, tool_calls: [{ id: `call_${name}`, name, arguments: '{}' }] };
}

function decides(decision: { stop: number; reasoning: string }): string {
  return JSON.stringify({
    status: 'TERMINATE',
    action: 'BUY',
    target_position: 1,
    confidence: 35,
    key_factors: ['RSI 14 at 61.5', 'a maximum drawdown of 8.4 %', '3 of 3 members agree'],
    entry: null,
    target: null,
    changed_by: { agent: 'RiskManager', claims: ['The backtest earned 6.3 %, which luck alone explains.'] },
    ...decision,
  });
}
