import { quantile } from '../statistics/quantile';
import { TRADEMASTER_PARAMS } from './environment';
import { TRADEMASTER_FEATURES } from './features';
import type { TrademasterMetrics } from './metrics';
import { replayActions } from './replay-actions';
import { playGreedily, trainTrademasterAgent } from './train-agent';

type Rows = readonly (readonly number[])[];

/** Rows of TradeMaster's features by what they are for. */
export interface TrademasterSplit {
  train: Rows;
  validation: Rows;
  test: Rows;
}

/** What one seed's agent did on the test rows. */
export interface TrademasterSeed {
  seed: number;
  bestEpoch: number;
  /** Total return on the validation rows of the epoch that was kept. */
  validationReturn: number;
  actions: number[];
  metrics: TrademasterMetrics;
}

/** TradeMaster's agent, trained with one seed and played greedily on rows that it was neither trained nor chosen on. */
export function trainAndPlay({ train, validation, test }: TrademasterSplit, seed: number): TrademasterSeed {
  const { network, bestEpoch, bestValidationReturn } = trainTrademasterAgent(train, validation, { seed });
  const { actions } = playGreedily(network, test);
  const { metrics } = replayActions(test, actions);
  return { seed, bestEpoch, validationReturn: bestValidationReturn, actions, metrics };
}

/** Total returns of several seeds as quartiles, beside how the price changed from the first close traded at to the last. */
export function trademasterSpread(
  seeds: readonly TrademasterSeed[],
  test: Rows,
): { q1: number; median: number; q3: number; priceChange: number } {
  const returns = seeds.map(({ metrics }) => metrics.tr);
  const close = TRADEMASTER_FEATURES.indexOf('close');
  const { backwardDays, forwardDays } = TRADEMASTER_PARAMS;
  const [first, last] = [backwardDays - 1, test.length - forwardDays - 2].map((at) => test[at]?.[close] as number);
  return {
    q1: quantile(returns, 0.25),
    median: quantile(returns, 0.5),
    q3: quantile(returns, 0.75),
    priceChange: (last as number) / (first as number) - 1,
  };
}
