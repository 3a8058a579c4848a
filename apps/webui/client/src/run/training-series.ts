import type { TrainingPoint } from '../../../src/page/contract';
import type { Line } from '../figure/line-figure';

/** One line a seed: its validation return by epoch. Epochs count from 1; a seed that stopped early ends early. */
export function trainingSeries(points: readonly TrainingPoint[]): { epochs: string[]; lines: Line[] } {
  const seeds = [...new Set(points.map(({ seed }) => seed))].sort((one, other) => one - other);
  const last = points.reduce((most, { epoch }) => Math.max(most, epoch), 0);
  const epochs = Array.from({ length: last }, (_, index) => index + 1);
  const returns = new Map(points.map(({ seed, epoch, validation_return }) => [`${seed}/${epoch}`, validation_return]));
  return {
    epochs: epochs.map((epoch) => `epoch ${epoch}`),
    lines: seeds.map((seed, style) => ({
      name: `seed ${seed}`,
      values: epochs.map((epoch) => returns.get(`${seed}/${epoch}`) ?? null),
      style,
    })),
  };
}
