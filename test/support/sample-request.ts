/** Small enough to train within a second or two; everything else is the default. */
export const SMALL_CONFIG = {
  data: { source: 'simulated', seed: 7, lookback_bars: 400 },
  as_of: '2023-06-19',
  training: { seeds: [11, 23], epochs: 3, patience: 3, hidden_sizes: [8], steps_per_update: 4, warmup_steps: 64 },
};
