import { PipelineError } from '@trademaster/errors';
import { checkRows } from './check-rows';
import { TRADEMASTER_PARAMS, TrademasterEnvironment } from './environment';
import { type TrademasterMetrics, trademasterMetrics } from './metrics';

/** What TradeMaster's environment did: one number per call, `cash`, `hold` and `asset` with the start before them. */
export interface TrademasterReplay {
  reward: number[];
  cash: number[];
  hold: number[];
  asset: number[];
  metrics: TrademasterMetrics;
  /** Calls that a whole episode has. */
  episode: number;
}

/**
 * Plays actions (0 sells, 1 holds, 2 buys) through TradeMaster's environment; `rows` are as its constructor takes them.
 * Throws `data_too_short`, `data_invalid` naming row and feature, and `request_invalid` naming the action that is none or one too many.
 */
export function replayActions(rows: readonly (readonly number[])[], actions: readonly number[]): TrademasterReplay {
  checkRows(rows);
  if (actions.length === 0) throw refused('actions', 'there are no actions');
  const { backwardDays, forwardDays } = TRADEMASTER_PARAMS;
  const episode = rows.length - backwardDays - forwardDays;
  const environment = new TrademasterEnvironment(rows);
  const reward = actions.map((action, index) => {
    if (![0, 1, 2].includes(action)) {
      throw refused(`actions.${index}`, `action ${index} is ${JSON.stringify(action)}, must be 0, 1 or 2`);
    }
    if (index >= episode) {
      throw refused('actions', `${actions.length} actions, but ${rows.length} rows have an episode of ${episode}`);
    }
    return environment.step(action).reward;
  });
  const { cash, hold, asset, pnl } = environment;
  return { reward, cash, hold, asset, metrics: trademasterMetrics(asset, pnl), episode };
}

function refused(field: string, message: string): PipelineError {
  return new PipelineError('request_invalid', message, { field });
}
