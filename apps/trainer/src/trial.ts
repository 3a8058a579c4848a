import { canonicalJson, type RunContext, sha256Hex } from '@trademaster/contracts';
import type { FeatureScaler, SettingsDocument } from '@trademaster/engine';

/**
 * What makes two trainings the same trial: symbol, source, bar size, profile, features, hyperparameters and seeds.
 * Bars and scaler numbers are no part of it, so retries and replays, also on a longer history, are not counted again.
 */
export function trialSha256(
  { symbol, instrument }: Pick<RunContext, 'symbol' | 'instrument'>,
  settings: SettingsDocument,
  { names, window }: Pick<FeatureScaler, 'names' | 'window'>,
): string {
  const { source, ticker, bar_size } = instrument;
  return sha256Hex(canonicalJson({ symbol, source, ticker, bar_size, settings, features: { names, window } }));
}
