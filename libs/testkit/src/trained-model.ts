import {
  type BarsSnapshot,
  DEFAULT_RUN_CONFIG,
  type Instrument,
  type ResolvedRunConfig,
  sha256Hex,
} from '@trademaster/contracts';
import {
  type Bar,
  buildPolicy,
  closedAt,
  decodeOnnx,
  encodeBars,
  encodeOnnx,
  encodePolicy,
  evaluate,
  type Evaluation,
  type Policy,
  settingsFrom,
  trainMember,
} from '@trademaster/engine';
import type { ArtifactRef } from '@trademaster/mlflow';
import { exampleInstrument } from './run-examples';

export interface TrainedExample {
  onnx: Uint8Array;
  policyJson: Uint8Array;
  policy: Policy;
  evaluation: Evaluation;
}

/** A configuration that trains in well under a second: three small members, three epochs. */
export function quickConfig(overrides: Partial<ResolvedRunConfig> = {}): ResolvedRunConfig {
  const training = { ...DEFAULT_RUN_CONFIG.training, seeds: [11, 23, 47], epochs: 3, hidden_sizes: [8] };
  return { ...structuredClone(DEFAULT_RUN_CONFIG), training, ...overrides };
}

/** A model as the trainer makes it, without trainer. */
export function trainExample(
  bars: readonly Bar[],
  config: ResolvedRunConfig = quickConfig(),
  instrument: Instrument = exampleInstrument(),
): TrainedExample {
  const settings = settingsFrom({ ...config, calendar: instrument.calendar });
  const onnx = encodeOnnx(settings.training.seeds.map((seed) => trainMember(bars, settings, seed)));
  const members = decodeOnnx(onnx);
  const evaluation = evaluate(bars, settings, members, { count: 1, sharpeVariance: 0 });
  const { symbol, ticker, source, bar_size, adjustment, simulated } = instrument;
  const policy = buildPolicy({
    instrument: { symbol, ticker, source, bar_size, adjustment, simulated },
    settings,
    members,
    evaluation,
    onnxSha256: sha256Hex(onnx),
    data: {
      sha256: sha256Hex(encodeBars(bars)),
      bars: bars.length,
      first_date: (bars[0] as Bar).date,
      last_date: (bars.at(-1) as Bar).date,
    },
  });
  return { onnx, policyJson: encodePolicy(policy), policy, evaluation };
}

/** What an event says about a stored snapshot of `bars`. */
export function snapshotOf(bars: readonly Bar[], artifact: ArtifactRef): BarsSnapshot {
  const last = bars.at(-1) as Bar;
  return {
    artifact,
    count: bars.length,
    first_date: (bars[0] as Bar).date,
    last_date: last.date,
    last_bar_closed_at: closedAt(last.date),
  };
}
