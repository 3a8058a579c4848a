import { PipelineError } from '@trademaster/errors';
import type { Bar } from '../market/bar';
import type { Windows } from '../market/windows';
import type { EngineSettings } from '../settings';

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

/** Fits means and standard deviations on the training span only. */
export function fitScaler(_bars: readonly Bar[], _windows: Windows, _settings: EngineSettings): FeatureScaler {
  throw new PipelineError('internal', 'not built yet');
}
