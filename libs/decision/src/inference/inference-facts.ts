import type { InferenceResult, RunContext, TrainingResult } from '@trademaster/contracts';
import type { Policy } from '@trademaster/engine';

/**
 * `facts.json`: all that is known about a signal before its review, to be quoted by path (`market.indicators.rsi_14`).
 * Positions are shares of equity, ratios fractions, confidence 0..100.
 */
export function inferenceFacts(
  run: RunContext,
  inference: InferenceResult,
  policy: Policy,
  training: TrainingResult | undefined,
): object {
  return {
    instrument: run.instrument,
    as_of: run.as_of,
    historical: run.historical,
    data: run.bars,
    signal: inference.policy,
    market: inference.market,
    valid_until: inference.valid_until,
    model: { ...inference.model, engine_version: policy.engine_version, trained_on: policy.data },
    hyperparameters: inference.model_hyperparameters,
    windows: inference.model_windows,
    calibration: policy.calibration,
    backtest: {
      ...policy.backtest,
      ...(training && {
        excess_return_interval: training.backtest.excess_return_interval,
        total_return_interval: training.backtest.total_return_interval,
        sharpe_interval: training.backtest.sharpe_interval,
        excess_sharpe_interval: training.backtest.excess_sharpe_interval,
        seeds_spread: training.backtest.seeds_spread,
      }),
    },
    baselines: { buy_and_hold: policy.buy_and_hold },
    verdict: inference.verdict,
  };
}
