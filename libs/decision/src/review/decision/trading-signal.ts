import type { TaskResult, TranscriptItem } from '@trademaster/agentchat';
import { confidenceLevelOf, type SignalInferred, type TokenPrices, type TradingSignal } from '@trademaster/contracts';
import type { ClaimLedger } from '../claims/claim-ledger';
import type { Crew } from '../team/crew';
import { costOf } from '../team/cost-of';
import type { Decision } from './decide';

export interface SignalInput {
  data: SignalInferred;
  decision: Decision;
  conversation: TaskResult<TranscriptItem>;
  /** Index of the message that gave the decision. */
  decidedAt: number;
  ledger: ClaimLedger;
  crew: Pick<Crew, 'provenance' | 'modelUsed' | 'prices'>;
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
    model_used: input.crew.modelUsed,
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
    provenance: input.crew.provenance,
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
    claims: input.ledger.counts,
    ...known('grounded_share', input.ledger.grounded_share),
    usage: usageOf(conversation.messages, input.crew.prices),
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

/** Points at the last thing the named agent said up to the decision, and at the facts that the decision gives for it. */
function changedBy({ decision, conversation, decidedAt, ledger }: SignalInput): Pick<TradingSignal, 'changed_by'> {
  if (decision.changedBy === undefined) return {};
  const { agent, claims } = decision.changedBy;
  const message = conversation.messages.slice(0, decidedAt + 1).findLastIndex(({ source }) => source === agent);
  const grounds = ledger.claims
    .filter((claim) => claim.message === decidedAt && claim.field?.startsWith('changed_by.') === true)
    .flatMap(({ status, path }) => (status === 'supported' && path !== undefined ? [path] : []));
  return { changed_by: { agent, message, claims, facts: [...new Set(grounds)] } };
}

/** Every model call of the transcript, in order. */
function usageOf(messages: readonly TranscriptItem[], prices: TokenPrices | undefined): TradingSignal['usage'] {
  const turns = messages.flatMap(({ source, models_usage: usage }) =>
    usage === null
      ? []
      : [{ agent: source, ...usage, ...(prices === undefined ? {} : { cost_usd: costOf(usage, prices) }) }],
  );
  const total = (of: 'prompt_tokens' | 'completion_tokens' | 'cost_usd') =>
    turns.reduce((sum, turn) => sum + (turn[of] ?? 0), 0);
  return {
    calls: turns.length,
    prompt_tokens: total('prompt_tokens'),
    completion_tokens: total('completion_tokens'),
    ...(prices === undefined ? {} : { cost_usd: total('cost_usd'), prices }),
    turns,
  };
}
