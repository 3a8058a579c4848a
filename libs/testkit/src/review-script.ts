import type { ChatRequestBody, ScriptedReply } from './scripted-model-server';

/** What the reviewer tells its team, as far as the script quotes it. */
interface QuotedFacts {
  instrument: { symbol: string };
  proposal: {
    action: string;
    intent: string;
    current_position: number;
    target_position: number;
    confidence: number;
    members: number;
    members_agreeing: number;
  };
  market: { trend: string; indicators: Record<string, number | null> };
  backtest: {
    verdict: string;
    metrics: Record<string, number | null>;
    buy_and_hold: Record<string, number | null>;
  };
}

type Words = (facts: QuotedFacts) => string;

const WORDS: Record<string, Words> = {
  TechnicalAnalyst: ({ instrument, market }) =>
    `${instrument.symbol} closed at ${market.indicators.last_close}. The trend is ${market.trend} and RSI 14 is ` +
    `${market.indicators.rsi_14}.`,
  StrategyAnalyst: ({ proposal, backtest }) =>
    `${proposal.members_agreeing} of ${proposal.members} members agree on ${proposal.intent}. The backtest returned ` +
    `${backtest.metrics.total_return} against ${backtest.buy_and_hold.total_return} for buy and hold: ${backtest.verdict}.`,
  RiskManager: ({ proposal }) => `No objection to ${proposal.action} at a confidence of ${proposal.confidence}.`,
  Executor: ({ proposal, backtest }) =>
    JSON.stringify({
      status: 'TERMINATE',
      action: proposal.action,
      target_position: proposal.target_position,
      confidence: proposal.confidence,
      reasoning: `The team confirms ${proposal.intent}; the verdict of the backtest is ${backtest.verdict}.`,
      key_factors: [`verdict ${backtest.verdict}`, `confidence ${proposal.confidence}`],
      entry: null,
      stop: null,
      target: null,
      changed_by: null,
    }),
};

/**
 * A whole review by four agents that confirm the policy, for any run: a pure function of the request, so that one server
 * answers any number of runs at once and the same run always in the same way. Which agent is asked and the facts are
 * read from the request itself.
 */
export function reviewScript(request: ChatRequestBody): string | ScriptedReply {
  const instructions = request.messages.find(({ role }) => role === 'system')?.content ?? '';
  const words = WORDS[/^You are (\w+)/.exec(instructions)?.[1] ?? ''];
  const facts = /<facts>([\s\S]*)<\/facts>/.exec(
    request.messages.find(({ role }) => role === 'user')?.content ?? '',
  )?.[1];
  if (words !== undefined && facts !== undefined) return words(JSON.parse(facts) as QuotedFacts);
  return { status: 418, error: { message: 'the review script knows neither this agent nor these facts' } };
}
