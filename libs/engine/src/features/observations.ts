import { PipelineError } from '@trademaster/errors';
import type { Bar } from '../market/bar';
import type { FeatureScaler } from './feature-scaler';
import { FEATURES } from './features';

/** Scaled features of consecutive bars as float32, row-major [bar][feature]: what an ONNX runtime is fed, too. */
export interface Observations {
  /** Bar of the first row. */
  fromIndex: number;
  features: number;
  rows: Float32Array;
}

/**
 * Observes bars `fromIndex` … `toIndex`; a row reads only the `scaler.window` bars that end at its own.
 * Throws `model_invalid` for a scaler whose features are not this engine's, `data_too_short` before the first window.
 */
export function observe(bars: readonly Bar[], scaler: FeatureScaler, fromIndex: number, toIndex: number): Observations {
  if (scaler.names.join() !== FEATURES.map((feature) => feature.name).join()) {
    throw new PipelineError('model_invalid', 'the policy uses features that this engine does not have', {
      field: 'scaler.names',
    });
  }
  if (fromIndex < scaler.window - 1 || toIndex >= bars.length) {
    throw new PipelineError(
      'data_too_short',
      `bars ${fromIndex + 1} to ${toIndex + 1} of ${bars.length} cannot be observed with a window of ${scaler.window}`,
    );
  }
  const features = FEATURES.length;
  const rows = new Float32Array((toIndex - fromIndex + 1) * features);
  for (let t = fromIndex; t <= toIndex; t++) {
    FEATURES.forEach((feature, i) => {
      const scaled = (feature.at(bars, t) - (scaler.mean[i] as number)) / (scaler.scale[i] as number);
      rows[(t - fromIndex) * features + i] = Math.min(scaler.clip, Math.max(-scaler.clip, scaled));
    });
  }
  return { fromIndex, features, rows };
}
