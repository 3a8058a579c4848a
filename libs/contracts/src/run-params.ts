import { flatten } from './flatten';
import type { InferenceResult } from './inference-result.dto';
import type { BarsSnapshot, Instrument, SymbolRequested } from './run-context.dto';
import type { DataWindows, DateSpan, TrainingResult } from './training-result.dto';

type Params = Record<string, string>;

/**
 * What the run was asked to do. In mode `inference` the settings of training, environment and split are the loaded
 * model's and come with it: those of the request would only look as if they had been used.
 */
export function requestParams({ symbol, mode, config, as_of, linked, historical }: SymbolRequested): Params {
  const { training, environment, split, evaluation, as_of: _stated, ...common } = config;
  const learning = mode === 'inference' ? {} : { training, environment, split, evaluation };
  return flatten({ symbol, mode, as_of, historical, linked, ...common, ...learning });
}

/** What is traded and on which bars. */
export function contextParams(instrument: Instrument, bars: BarsSnapshot): Params {
  const { symbol: _symbol, bar_size: _barSize, ...words } = instrument;
  return {
    ...flatten(words, 'instrument'),
    data_window: windowText(bars.first_date, bars.last_date),
    data_bars: String(bars.count),
    ...(bars.dropped_unfinished === undefined ? {} : { data_dropped_unfinished: bars.dropped_unfinished }),
  };
}

/** Hyperparameters and data windows of the model that was trained here. */
export function trainingParams({ hyperparameters, windows, engine_version }: TrainingResult): Params {
  return { ...hyperparameters, ...windowParams(windows), engine_version };
}

/** Hyperparameters and data windows of a model that was loaded, and which model it is. */
export function loadedModelParams({ model, model_hyperparameters, model_windows }: InferenceResult): Params {
  const { requested_uri: model_uri, run_id: model_run_id, registered_name, version } = model;
  return {
    ...model_hyperparameters,
    ...windowParams(model_windows),
    ...flatten({ loaded_model_uri: model_uri, model_run_id, registered_name, model_version: version }),
  };
}

function windowParams({ train, validation, test }: DataWindows): Params {
  return { ...spanParams('train', train), ...spanParams('validation', validation), ...spanParams('test', test) };
}

function spanParams(name: string, { first_date, last_date, bars }: DateSpan): Params {
  return { [`${name}_window`]: windowText(first_date, last_date), [`${name}_bars`]: String(bars) };
}

function windowText(first: string, last: string): string {
  return `${first}..${last}`;
}
