import type { TaskResult } from '@trademaster/agentchat';
import { confidenceLevelOf, type Provenance, type SignalInferred, type TradingSignal } from '@trademaster/contracts';
import type { Decision } from './decide';

export interface SignalInput {
  data: SignalInferred;
  decision: Decision;
  conversation: TaskResult;
  /** Index of the message that gave the decision. */
  decidedAt: number;
  provenance: Provenance;
  modelUsed: string;
  teamSha256: string;
}

/** The decision as it goes to the trader. A pure function of the event and the conversation: no clock, no ids. */
export function tradingSignal(input: SignalInput): TradingSignal {
  const { decision, data, conversation } = input;
  const { run, inference } = data;
  const { policy, market, verdict } = inference;
  const level = confidenceLevelOf(decision.confidence);
  const overrides = run.config.review.authority === 'override' && decision.changesPosition;
  return {
    symbol: run.symbol,
    action: decision.action,
    confidence: level,
    confidence_level: level,
    confidence_score: decision.confidence,
    reasoning: decision.reasoning,
    key_factors: decision.keyFactors,
    trend: market.trend,
    ...known('support_level', market.indicators.support),
    ...known('resistance_level', market.indicators.resistance),
    ...levelFields(decision),
    is_actionable: decision.action !== 'HOLD',
    timeframe_analyzed: run.instrument.bar_size,
    model_used: input.modelUsed,
    generated_at: run.generated_at,
    intent: decision.intent,
    current_position: policy.current_position,
    target_position: decision.targetPosition,
    position_source: policy.position_source,
    policy_action: policy.action,
    policy_target_position: policy.target_position,
    policy_confidence: policy.confidence,
    final_action: decision.action,
    ...changedBy(input),
    authority: run.config.review.authority,
    not_backtested: overrides,
    // The backtest trades targets at the next open; the bracket around an entry is never part of it.
    levels_backtested: false,
    // The calibration spoke about the policy's own target.
    confidence_basis: decision.changesPosition ? 'agreement_uncalibrated' : policy.confidence_basis,
    verdict: verdict.verdict,
    verdict_statement: verdict.statement,
    provenance: input.provenance,
    simulated: run.instrument.simulated,
    historical: run.historical,
    data_source: run.instrument.source,
    adjustment: run.instrument.adjustment,
    as_of: run.as_of,
    last_bar_closed_at: inference.last_bar_closed_at,
    valid_until: inference.valid_until,
    intended_fill: 'next_open',
    data_sha256: run.bars.artifact.sha256,
    model_sha256: inference.model.onnx.sha256,
    team_sha256: input.teamSha256,
    stop_reason: conversation.stop_reason ?? '',
    usage: usageOf(conversation),
  };
}

function known<K extends string>(name: K, value: number | null | undefined): { [name in K]?: number } {
  return typeof value === 'number' ? ({ [name]: value } as { [name in K]?: number }) : {};
}

function levelFields({ levels }: Decision): Partial<TradingSignal> {
  if (levels === undefined) return {};
  return {
    suggested_entry_price: levels.entry,
    suggested_stop_loss: levels.stop,
    suggested_take_profit: levels.target,
    entry_price: levels.entry,
    stop_loss: levels.stop,
    take_profit: levels.target,
    r_multiple: levels.r_multiple,
    risk_reward_ratio: levels.r_multiple,
    position_size_percent: 100 * levels.size,
  };
}

/** Points at the last thing the named agent said up to the decision. */
function changedBy({ decision, conversation, decidedAt }: SignalInput): Pick<TradingSignal, 'changed_by'> {
  if (decision.changedBy === undefined) return {};
  const { agent, claims } = decision.changedBy;
  const message = conversation.messages.slice(0, decidedAt + 1).findLastIndex(({ source }) => source === agent);
  return { changed_by: { agent, message, claims } };
}

function usageOf({ messages }: TaskResult): TradingSignal['usage'] {
  const usages = messages.map(({ models_usage }) => models_usage).filter((usage) => usage !== null);
  return {
    calls: usages.length,
    prompt_tokens: usages.reduce((sum, { prompt_tokens }) => sum + prompt_tokens, 0),
    completion_tokens: usages.reduce((sum, { completion_tokens }) => sum + completion_tokens, 0),
  };
}
