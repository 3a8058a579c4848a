import type { Tool } from '@trademaster/agentchat';
import type { ReviewToolName } from '@trademaster/contracts';
import { quotedData } from '../facts/quoted-data';
import type { DetailedFacts } from '../facts/review-facts';

/** What an agent may ask for: parts of this run's facts. They take no arguments and reach nothing outside. */
export function factTools(facts: DetailedFacts): Record<ReviewToolName, Tool> {
  return {
    get_indicators: reading(
      'get_indicators',
      'Indicators on the last closed bar of this run (prices, RSI, ATR, volatility, support, resistance) and its last closes.',
      { market: facts.market },
    ),
    get_backtest: reading(
      'get_backtest',
      "The policy's out-of-sample backtest: metrics, baselines on the same bars, 95 % intervals, verdict.",
      { backtest: facts.backtest },
    ),
    get_signal: reading('get_signal', "The policy's proposal: positions, confidence, votes of its members, levels.", {
      authority: facts.authority,
      proposal: facts.proposal,
    }),
  };
}

function reading(name: ReviewToolName, description: string, facts: object): Tool {
  const parameters = { type: 'object', properties: {}, required: [], additionalProperties: false } as const;
  return { schema: { name, description, parameters }, run: () => quotedData('data', facts) };
}
