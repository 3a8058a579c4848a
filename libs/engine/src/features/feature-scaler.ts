import { PipelineError } from '@trademaster/errors';
import type { Bar } from '../market/bar';
import { OBSERVATION_WINDOW, type Windows } from '../market/windows';
import { FEATURES } from './features';

/** How raw features become network inputs: clamp((x − mean) / scale, ±clip), one number per name, in this order. */
export interface FeatureScaler {
  names: string[];
  mean: number[];
  scale: number[];
  /** Bars that an observation needs, the current one included: it depends on nothing older. */
  window: number;
  /** Largest size of a scaled feature. */
  clip: number;
}

const CLIP = 5;
/** Features are of the order of 0.01 to 1: a deviation below this is rounding. */
const CONSTANT = 1e-9;

/**
 * Means and standard deviations (ddof 0; 1 for a constant feature) on the training span, and on nothing else.
 * Throws `data_invalid` for closes that never change: nothing could be learned from them.
 */
export function fitScaler(bars: readonly Bar[], windows: Windows): FeatureScaler {
  const { fromIndex, toIndex } = windows.train;
  const mean: number[] = [];
  const scale: number[] = [];
  for (const feature of FEATURES) {
    const values: number[] = [];
    for (let t = fromIndex; t <= toIndex; t++) values.push(feature.at(bars, t));
    const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
    mean.push(centre);
    const deviation = Math.sqrt(squares / values.length);
    if (feature.name === 'return_1' && deviation < CONSTANT) refuseConstant(windows);
    scale.push(deviation < CONSTANT ? 1 : deviation);
  }
  return { names: FEATURES.map((feature) => feature.name), mean, scale, window: OBSERVATION_WINDOW, clip: CLIP };
}

function refuseConstant({ train: { firstDate, lastDate } }: Windows): never {
  throw new PipelineError('data_invalid', `the close never changes from ${firstDate} to ${lastDate}`, {
    field: 'bars.close',
  });
}
