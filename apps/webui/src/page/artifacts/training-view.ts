import type { TrainingProgressed } from '@trademaster/contracts';
import type { StoredEvent, TrainingPoint } from '../contract';
import type { CurvePoint } from './artifact-shapes';

/** What was told of the attempt's epochs so far. */
export function livePoints(events: readonly StoredEvent[], attempt: number): TrainingPoint[] {
  return events
    .filter((event) => event.type === 'training.progressed' && event.attempt === attempt)
    .map(({ data }) => data as TrainingProgressed)
    .map(({ seed, epoch, epochs, validation_return }) => ({ seed, epoch, epochs, loss: null, validation_return }))
    .sort((a, b) => a.seed - b.seed || a.epoch - b.epoch);
}

export function keptPoints(curve: readonly CurvePoint[], epochs: number | undefined): TrainingPoint[] {
  return curve.map(({ seed, epoch, loss, validation_return }) => ({
    seed,
    epoch,
    epochs: epochs ?? null,
    loss,
    validation_return,
  }));
}
