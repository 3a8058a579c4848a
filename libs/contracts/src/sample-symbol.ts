import type { RunConfig } from './run-config.dto';
import { PIPELINE_DAG_ID } from './run-request.dto';

/** The symbol that a first start decides about: prices that never traded anywhere, and labelled so. */
export const SAMPLE_SYMBOL = 'SIMA';

/** Fixed in time, so that every start sees the same bars; small enough to train in a few seconds. */
export const SAMPLE_CONFIG: RunConfig = {
  data: { source: 'simulated', name: 'Simulated sample', calendar: '24x7', seed: 7, lookback_bars: 900 },
  as_of: '2023-06-19',
  training: { seeds: [11, 23, 47], epochs: 6, patience: 6, hidden_sizes: [16, 8] },
};

/** As it is registered with the WebUI: the body of a POST. */
export const SAMPLE_WORKFLOW_SYMBOL = {
  symbol: SAMPLE_SYMBOL,
  name: 'Simulated sample',
  enabled: true,
  priority: 1,
  workflows: [
    { dag_id: PIPELINE_DAG_ID, is_active: true, timezone: 'UTC', allow_weekend: true, config: SAMPLE_CONFIG },
  ],
};
