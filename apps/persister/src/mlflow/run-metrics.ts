import type { BacktestResult, MetricMap, ReasonMap, SignalReviewed, TrainingResult } from '@trademaster/contracts';

interface MetricPoint {
  key: string;
  value: number;
  /** Milliseconds since the epoch. The request's time, so that the same point is stored once. */
  timestamp: number;
  step: number;
}

export interface CurvePoint {
  seed: number;
  epoch: number;
  loss: number;
  validation_return: number;
}

/** Metrics with a value, and for each without one the reason, as tags. */
interface Measured {
  metrics: MetricPoint[];
  tags: Record<string, string>;
}

/**
 * Everything that training and backtest measured: plain names for the deployed ensemble (`sharpe`), the
 * baseline's name in front of a baseline's (`buy_and_hold.sharpe`), `training.` for the members and `seeds.` for how
 * they spread. Metrics without meaning become tags `null_metric.<name>` with the reason.
 */
export function trainingMeasures({ backtest, training_metrics }: TrainingResult, timestamp: number): Measured {
  const { verdict, bootstrap } = backtest;
  return together([
    measured('', backtest.metrics, backtest.metrics_reasons, timestamp),
    ...backtest.baselines.map(({ name, metrics, metrics_reasons }) =>
      measured(`${name}.`, metrics, metrics_reasons, timestamp),
    ),
    measured('training.', training_metrics, {}, timestamp),
    measured('seeds.', backtest.seeds_spread, {}, timestamp),
    interval('excess_return_', backtest.excess_return_interval, timestamp),
    interval('total_return_', backtest.total_return_interval, timestamp),
    interval('sharpe_', backtest.sharpe_interval, timestamp),
    interval('excess_sharpe_', backtest.excess_sharpe_interval, timestamp),
    measured('bootstrap.', bootstrap ? { ...bootstrap } : {}, {}, timestamp),
    measured('verdict.', { bars_had: verdict.bars_had, confidence_cap: verdict.confidence_cap }, {}, timestamp),
  ]);
}

/** `seed_11.loss` and `seed_11.validation_return` by epoch. */
export function curveMetrics(curve: readonly CurvePoint[], timestamp: number): MetricPoint[] {
  return curve.flatMap(({ seed, epoch, loss, validation_return }) => [
    { key: `seed_${seed}.loss`, value: loss, timestamp, step: epoch },
    { key: `seed_${seed}.validation_return`, value: validation_return, timestamp, step: epoch },
  ]);
}

/** The decision in numbers, and what the review cost. */
export function decisionMeasures({ signal, inference }: SignalReviewed, timestamp: number): Measured {
  const { confidence_score, policy_confidence, current_position, target_position, policy_target_position } = signal;
  const { calls, prompt_tokens, completion_tokens, cost_usd } = signal.usage;
  const cost: MetricMap = cost_usd === undefined ? {} : { cost_usd };
  const decision = { confidence_score, policy_confidence, current_position, target_position, policy_target_position };
  const { supported, contradicted, unsupported } = signal.claims;
  const grounded = {
    claims_supported: supported,
    claims_contradicted: contradicted,
    claims_unsupported: unsupported,
    grounded_share: signal.grounded_share ?? null,
  };
  return together([
    measured('signal.', { ...decision, agreement: inference.policy.agreement }, {}, timestamp),
    measured('market.', inference.market.indicators, inference.market.indicators_reasons, timestamp),
    measured('review.', { calls, prompt_tokens, completion_tokens, ...cost }, {}, timestamp),
    ...signal.usage.turns.map((turn, step) => turnMeasures(turn, step, timestamp)),
    measured('review.', grounded, { grounded_share: 'the review stated no number' }, timestamp),
  ]);
}

/** Usage of one model call; its step is the call's place in the review. */
function turnMeasures(
  { agent: _, ...usage }: SignalReviewed['signal']['usage']['turns'][number],
  step: number,
  at: number,
) {
  const { metrics, tags } = measured('review.turn.', { ...usage }, {}, at);
  return { metrics: metrics.map((point) => ({ ...point, step })), tags };
}

/** The loaded model's own backtest, so that a run of mode `inference` stands beside the one that trained it. */
export function loadedModelMeasures(metrics: MetricMap, buyAndHold: MetricMap, timestamp: number): Measured {
  return together([
    measured('model.', metrics, {}, timestamp),
    measured('model.buy_and_hold.', buyAndHold, {}, timestamp),
  ]);
}

function measured(prefix: string, metrics: MetricMap, reasons: ReasonMap, timestamp: number): Measured {
  const result: Measured = { metrics: [], tags: {} };
  for (const [name, value] of Object.entries(metrics)) {
    const key = prefix + name;
    if (value === null) result.tags[`null_metric.${key}`] = reasons[name] ?? 'no reason was given';
    else result.metrics.push({ key, value, timestamp, step: 0 });
  }
  return result;
}

function interval(prefix: string, of: BacktestResult['sharpe_interval'], timestamp: number): Measured {
  return measured(prefix, of ? { low: of.low, high: of.high } : {}, {}, timestamp);
}

function together(parts: readonly Measured[]): Measured {
  return {
    metrics: parts.flatMap(({ metrics }) => metrics),
    tags: Object.assign({}, ...parts.map(({ tags }) => tags)) as Record<string, string>,
  };
}
