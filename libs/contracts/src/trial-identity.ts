import { canonicalJson, sha256Hex } from './canonical-json';
import type { Instrument } from './run-context.dto';

/**
 * What makes two trainings the same trial: symbol, source, bar size, profile, features, hyperparameters and seeds
 * (`settings` holds the last three but features). Bars and scaler numbers are no part of it: retries and replays, also
 * on a longer history, are not counted again. symbol-resolver leaves the coming trial out of the earlier ones by it,
 * the trainer records it.
 */
export function trialSha256(
  { symbol, instrument }: { symbol: string; instrument: Pick<Instrument, 'source' | 'ticker' | 'bar_size'> },
  settings: object,
  { names, window }: { names: string[]; window: number },
): string {
  const { source, ticker, bar_size } = instrument;
  return sha256Hex(canonicalJson({ symbol, source, ticker, bar_size, settings, features: { names, window } }));
}
