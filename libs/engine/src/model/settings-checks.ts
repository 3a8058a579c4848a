import { PipelineError } from '@trademaster/errors';
import type { EngineSettings } from '../settings';
import { type Check, flag, integer, listOf, number, oneOf, record, refuseField } from './json-check';
import { settingsDocument, type SettingsDocument } from './settings-document';

const LARGEST_SEED = 0xffffffff;
const MOST_HIDDEN_LAYERS = 4;
const ROUNDING = 1e-9;
const positive = number(Number.MIN_VALUE);
const fraction = number(0, 1);

const shape = record<SettingsDocument>({
  profile: oneOf('realistic'),
  calendar: oneOf('24x7', 'weekdays'),
  split: record({ train: fraction, validation: fraction, test: fraction }),
  environment: record({
    cost_bps: number(0, 10_000),
    slippage_bps: number(0, 10_000),
    max_position: number(Number.MIN_VALUE, 1),
    allow_short: flag,
    borrow_rate: number(0),
  }),
  training: record({
    seeds: listOf(integer(0, LARGEST_SEED), 1),
    epochs: integer(1),
    patience: integer(1),
    hidden_sizes: listOf(integer(1), 1, MOST_HIDDEN_LAYERS),
    learning_rate: positive,
    gamma: fraction,
    batch_size: integer(1),
    replay_capacity: integer(1),
    warmup_steps: integer(0),
    steps_per_update: integer(1),
    epsilon_start: fraction,
    epsilon_end: fraction,
    target_update_tau: fraction,
    gradient_clip: positive,
  }),
});

/** A document of settings that can be trained and played. Throws `model_invalid` that names the field. */
export const settingsCheck: Check<SettingsDocument> = (value, field) => {
  const document = shape(value, field);
  const { train, validation, test } = document.split;
  const sum = train + validation + test;
  if (Math.abs(sum - 1) > ROUNDING) refuseField(`${field}.split`, `adds up to ${sum}, must add up to 1`);
  return document;
};

/** Throws `config_invalid` naming the setting in the words of a run's configuration: `config.training.hidden_sizes.0`. */
export function checkSettings(settings: EngineSettings): void {
  try {
    settingsCheck(settingsDocument(settings), 'config');
  } catch (cause) {
    if (!(cause instanceof PipelineError)) throw cause;
    throw new PipelineError('config_invalid', cause.message, { field: cause.field, cause });
  }
}
