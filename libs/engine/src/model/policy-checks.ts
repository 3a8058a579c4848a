import type { MetricMap, ReasonMap } from '../backtest/metrics';
import {
  type Check,
  flag,
  integer,
  listOf,
  mapOf,
  matching,
  number,
  oneOf,
  optional,
  orNull,
  record,
  refuseField,
  text,
} from './json-check';
import type { Policy, PolicySpan, PolicyWindows } from './policy';
import { settingsCheck } from './settings-checks';

const sha256 = matching(/^[0-9a-f]{64}$/);
const date = matching(/^\d{4}-\d{2}-\d{2}$/);
const fraction = number(0, 1);

const span = record<PolicySpan>({ first_date: date, last_date: date, bars: integer(1) });
const windows = record<PolicyWindows>({ train: span, validation: span, test: span });
const result = record<{ metrics: MetricMap; metrics_reasons: ReasonMap }>({
  metrics: mapOf(orNull(number())),
  metrics_reasons: mapOf(text),
});

const instrument = record<Policy['instrument']>({
  symbol: text,
  ticker: text,
  source: text,
  bar_size: text,
  adjustment: text,
  simulated: flag,
});

const shape = record<Policy>({
  format: oneOf('trademaster.policy/1'),
  engine_version: text,
  instrument,
  settings: settingsCheck,
  observation: record({
    features: listOf(text, 1),
    mean: listOf(number()),
    scale: listOf(number(Number.MIN_VALUE)),
    clip: number(Number.MIN_VALUE),
    window: integer(1),
  }),
  actions: listOf(integer(-1, 1), 2),
  network: record({ sizes: listOf(integer(1), 2), onnx_sha256: sha256 }),
  data: record({ sha256, bars: integer(1), first_date: date, last_date: date }),
  windows,
  folds: optional(listOf(windows, 2)),
  calibration: record({
    levels: listOf(record({ agreement: fraction, decisions: integer(0), wins: integer(0), probability: fraction })),
    decisions: integer(0),
    brier_score: orNull(fraction),
  }),
  verdict: record<Policy['verdict']>({
    verdict: oneOf('better_than_luck', 'not_distinguishable', 'worse_than_baseline', 'too_short'),
    statement: text,
    confidence_cap: number(0, 100),
    bars_had: integer(0),
    bars_needed: optional(integer(0)),
  }),
  backtest: result,
  buy_and_hold: result,
});

/** The whole document, and that its parts fit each other. Throws `model_invalid` that names the field. */
export const checkPolicy: Check<Policy> = (value, field) => {
  const policy = shape(value, field);
  const { features, mean, scale } = policy.observation;
  const { sizes } = policy.network;
  const directions = policy.settings.environment.allow_short ? '-1,0,1' : '0,1';
  for (const [name, numbers] of Object.entries({ mean, scale })) {
    if (numbers.length !== features.length) {
      refuseField(`${field}.observation.${name}`, `has ${numbers.length} numbers for ${features.length} features`);
    }
  }
  if (policy.actions.join() !== directions) refuseField(`${field}.actions`, `must be [${directions}]`);
  if (sizes[0] !== features.length + 1) {
    refuseField(`${field}.network.sizes.0`, `is ${sizes[0]}, not ${features.length} features and the direction`);
  }
  if (sizes.at(-1) !== policy.actions.length) {
    refuseField(`${field}.network.sizes`, `ends with ${sizes.at(-1)} outputs for ${policy.actions.length} actions`);
  }
  return policy;
};
