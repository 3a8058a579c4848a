import type { PipelineEvent, TrainingProgressed } from '@trademaster/contracts';
import { SMALL_CONFIG } from './sample-request';

/** One member that learns at every bar: about a tenth of a second per epoch of 400 bars on one core of 2026. */
export function longTraining(epochs: number, bars = 400): Record<string, unknown> {
  const training = { seeds: [11], epochs, patience: epochs, hidden_sizes: [64, 64], steps_per_update: 1 };
  const data = { ...SMALL_CONFIG.data, lookback_bars: bars, ticker: 'LONG' };
  return { symbol: 'LONG', config: { ...SMALL_CONFIG, data, training: { ...training, warmup_steps: 64 } } };
}

/** Epochs that were trained more than once for a run: a second training shows as these. */
export function epochsTrainedTwice(events: readonly PipelineEvent[], runId: string): string[] {
  const seen = events
    .filter(({ type, key }) => type === 'training.progressed' && key === runId)
    .map(({ data }) => `${(data as TrainingProgressed).seed}/${(data as TrainingProgressed).epoch}`);
  return seen.filter((epoch, index) => seen.indexOf(epoch) !== index);
}
