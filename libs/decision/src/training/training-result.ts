import type { BacktestResult, DataWindows, VerdictStatement } from '@trademaster/contracts';
import type { Evaluation, Policy, TrainedMember } from '@trademaster/engine';

/** The engine's evaluation in the words of the wire. Windows and verdict are the policy's, so that both always agree. */
export function backtestResult(evaluation: Evaluation, verdict: VerdictStatement): BacktestResult {
  const { intervals, bootstrap, outOfSample } = evaluation;
  return {
    out_of_sample: { first_date: outOfSample.firstDate, last_date: outOfSample.lastDate, bars: outOfSample.bars },
    metrics: evaluation.metrics,
    metrics_reasons: evaluation.metricsReasons,
    baselines: evaluation.baselines.map(({ name, metrics, metricsReasons }) => ({
      name,
      metrics,
      metrics_reasons: metricsReasons,
    })),
    ...(intervals && {
      excess_return_interval: intervals.excessReturn,
      total_return_interval: intervals.totalReturn,
    }),
    ...(intervals?.sharpe && { sharpe_interval: intervals.sharpe }),
    ...(intervals?.excessSharpe && { excess_sharpe_interval: intervals.excessSharpe }),
    ...(bootstrap && {
      bootstrap: {
        draws: bootstrap.draws,
        seed: bootstrap.seed,
        mean_block: bootstrap.meanBlock,
        sharpe_better: bootstrap.sharpeBetter,
      },
    }),
    seeds_spread: evaluation.seedsSpread,
    verdict,
  };
}

export function dataWindows({ train, validation, test }: Policy['windows']): DataWindows {
  return { train, validation, test };
}

/** Flat, for MLflow: `seed_11.best_validation_return`, `calibration.brier_score`. What has no value is left out. */
export function trainingMetrics(
  members: readonly TrainedMember[],
  { calibration }: Evaluation,
): Record<string, number> {
  const metrics: Record<string, number | null> = {
    'calibration.decisions': calibration.decisions,
    'calibration.brier_score': calibration.brierScore,
  };
  for (const { seed, curve, bestEpoch, bestValidationReturn } of members) {
    metrics[`seed_${seed}.best_validation_return`] = bestValidationReturn;
    metrics[`seed_${seed}.best_epoch`] = bestEpoch;
    metrics[`seed_${seed}.epochs`] = curve.length;
    metrics[`seed_${seed}.best_epoch_loss`] = curve.find(({ epoch }) => epoch === bestEpoch)?.loss ?? null;
  }
  return Object.fromEntries(Object.entries(metrics).filter((entry): entry is [string, number] => entry[1] !== null));
}

/** `{seed, epoch, loss, validation_return}` per seed and epoch, from the first epoch that had learned something on. */
export function trainingCurve(members: readonly TrainedMember[]): object[] {
  return members.flatMap(({ seed, curve }) =>
    curve
      .filter(({ loss }) => loss !== null)
      .map(({ epoch, loss, validationReturn }) => ({ seed, epoch, loss, validation_return: validationReturn })),
  );
}

/**
 * The window bar by bar: `{dates, closes, equity, buy_and_hold, baselines_equity, seeds_equity, positions, targets, trades}`.
 * `baselines_equity` by name, without buy and hold; `seeds_equity` is `{q1, median, q3}`.
 */
export function backtestDetail({ detail, baselines, seedsEquity }: Evaluation): object {
  const { dates, closes, equity, buyAndHold, positions, targets, trades } = detail;
  return {
    dates,
    closes,
    equity,
    buy_and_hold: buyAndHold,
    baselines_equity: Object.fromEntries(
      baselines.flatMap(({ name, equity: path }) => (path && name !== 'buy_and_hold' ? [[name, path]] : [])),
    ),
    seeds_equity: seedsEquity,
    positions,
    targets,
    trades: trades.map((trade) => ({
      entry_date: trade.entryDate,
      entry_price: trade.entryPrice,
      exit_date: trade.exitDate,
      exit_price: trade.exitPrice,
      direction: trade.direction,
      bars: trade.bars,
      return: trade.return,
    })),
  };
}
