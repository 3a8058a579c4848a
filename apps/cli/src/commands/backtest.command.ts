import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { replayActions, type TrademasterReplay } from '@trademaster/engine';
import { PipelineError } from '@trademaster/errors';
import { trademasterRows } from '../backtest/trademaster-rows';
import type { Screen } from '../screen';

export interface BacktestOptions {
  profile: string;
  /** CSV with a header. */
  data: string;
  /** JSON array of 0, 1 and 2. */
  actions: string;
  json?: boolean;
}

/** `trademaster backtest`: what TradeMaster's own environment makes of given actions on given bars. */
export function backtestCommand({ profile, data, actions, json }: BacktestOptions, screen: Screen): number {
  if (profile !== 'trademaster') {
    throw new PipelineError(
      'request_invalid',
      `profile "${profile}" must be trademaster; a run of the profile realistic backtests what it has trained`,
      { field: 'profile' },
    );
  }
  const rows = trademasterRows(contentOf(data, 'data'), data);
  const { episode, ...replay } = replayActions(rows, actionsOf(actions));
  const { length } = replay.reward;
  if (length < episode) screen.err(`note: ${length} of the episode's ${episode} calls were played`);
  screen.out(json ? JSON.stringify(replay) : summaryOf(replay));
  return 0;
}

function actionsOf(path: string): number[] {
  const text = contentOf(path, 'actions');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new PipelineError('request_invalid', `${path} is not JSON: ${(cause as Error).message}`, {
      field: 'actions',
      cause,
    });
  }
  if (Array.isArray(parsed)) return parsed as number[]; // each is checked when it is played
  throw new PipelineError('request_invalid', `${path} must be a JSON array of 0, 1 and 2`, { field: 'actions' });
}

function contentOf(path: string, field: string): string {
  try {
    return readFileSync(resolve(path), 'utf8');
  } catch (cause) {
    throw new PipelineError('request_invalid', `${path} cannot be read: ${(cause as Error).message}`, { field, cause });
  }
}

function summaryOf({ reward, asset, metrics }: Omit<TrademasterReplay, 'episode'>): string {
  const figures = Object.entries(metrics).map(([name, value]) => `  ${name.padEnd(14)}${value}`);
  return [`${reward.length} calls, asset value ${asset[0]} → ${asset.at(-1)}`, ...figures].join('\n');
}
