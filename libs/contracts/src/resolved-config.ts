import { PipelineError } from '@trademaster/errors';
import type { Authority, Calendar, DataSource, EvaluationMethod } from './run-config.dto';
import { RunConfig } from './run-config.dto';
import { parse } from './validation';

/** A RunConfig with nothing left open. Optional keys here are optional in meaning, too. */
export interface ResolvedRunConfig {
  data: {
    source: DataSource;
    ticker?: string;
    path?: string;
    name?: string;
    exchange?: string;
    currency?: string;
    asset_class?: string;
    calendar: Calendar;
    seed: number;
    lookback_bars: number;
  };
  bar_size: string;
  profile: string;
  as_of?: string;
  split: { train: number; validation: number; test: number };
  environment: {
    cost_bps: number;
    slippage_bps: number;
    max_position: number;
    allow_short: boolean;
    borrow_rate: number;
  };
  training: {
    seeds: number[];
    epochs: number;
    patience: number;
    hidden_sizes: number[];
    learning_rate: number;
    gamma: number;
    batch_size: number;
    replay_capacity: number;
    warmup_steps: number;
    steps_per_update: number;
    epsilon_start: number;
    epsilon_end: number;
    target_update_tau: number;
    gradient_clip: number;
  };
  evaluation: { method: EvaluationMethod; folds: number };
  review: { max_rounds: number; authority: Authority };
  position?: number;
  model_uri?: string;
  max_symbols: number;
  timeout_minutes: number;
}

export const DEFAULT_RUN_CONFIG: ResolvedRunConfig = {
  data: { source: 'simulated', calendar: '24x7', seed: 7, lookback_bars: 3000 },
  bar_size: '1 day',
  profile: 'realistic',
  split: { train: 0.7, validation: 0.15, test: 0.15 },
  environment: { cost_bps: 10, slippage_bps: 5, max_position: 1, allow_short: false, borrow_rate: 0 },
  training: {
    seeds: [11, 23, 47, 71, 97],
    epochs: 12,
    patience: 4,
    hidden_sizes: [32, 16],
    learning_rate: 0.001,
    gamma: 0.9,
    batch_size: 32,
    replay_capacity: 4096,
    warmup_steps: 128,
    steps_per_update: 2,
    epsilon_start: 0.5,
    epsilon_end: 0.02,
    target_update_tau: 0.01,
    gradient_clip: 3,
  },
  evaluation: { method: 'holdout', folds: 4 },
  review: { max_rounds: 8, authority: 'veto' },
  max_symbols: 10,
  timeout_minutes: 60,
};

/** How often everything is fitted: once for a holdout. */
export function foldsOf({ method, folds }: ResolvedRunConfig['evaluation']): number {
  return method === 'walk_forward' ? folds : 1;
}

/**
 * Validates each layer and merges them key by key over the defaults; arrays are replaced, not merged.
 * Throws `config_invalid` naming the layer's field (`config.training.epochs`) and what is allowed.
 */
export function resolveRunConfig(...layers: { from: string; config: unknown }[]): ResolvedRunConfig {
  let merged: Record<string, unknown> = structuredClone(DEFAULT_RUN_CONFIG) as unknown as Record<string, unknown>;
  for (const { from, config } of layers) {
    if (config === undefined || config === null) continue;
    parse(RunConfig, config, { code: 'config_invalid', prefix: from, refuseUnknown: true });
    merged = mergeKeyByKey(merged, withoutOldNames(config, from));
  }
  const resolved = merged as unknown as ResolvedRunConfig;
  const { train, validation, test } = resolved.split;
  if (Math.abs(train + validation + test - 1) > 1e-9) {
    throw new PipelineError(
      'config_invalid',
      `config.split must add up to 1 (got ${train} + ${validation} + ${test})`,
      {
        field: 'config.split',
      },
    );
  }
  return resolved;
}

function withoutOldNames(config: RunConfig, from: string): Record<string, unknown> {
  const { best_model_path: oldName, ...rest } = config;
  if (oldName === undefined) return rest;
  if (rest.model_uri !== undefined && rest.model_uri !== oldName) {
    throw new PipelineError('config_invalid', `${from}.best_model_path and ${from}.model_uri name different models`, {
      field: `${from}.best_model_path`,
    });
  }
  return { ...rest, model_uri: oldName };
}

function mergeKeyByKey(under: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const result = { ...under };
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined || value === null) continue;
    const below = result[key];
    result[key] = isPlainObject(value) && isPlainObject(below) ? mergeKeyByKey(below, value) : value;
  }
  return result;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
