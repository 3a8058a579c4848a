import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  replayActions,
  trainAndPlay,
  type TrademasterReplay,
  type TrademasterSeed,
  trademasterSpread,
} from '@trademaster/engine';
import { PipelineError } from '@trademaster/errors';
import { trademasterRows } from '../backtest/trademaster-rows';
import type { Screen } from '../screen';

export interface BacktestOptions {
  profile: string;
  /** CSV with a header. */
  data: string;
  /** JSON array of 0, 1 and 2; without it an agent is trained that decides. */
  actions?: string;
  /** CSVs like `data`: what the agent learns from, and what its best epoch is chosen on. */
  train?: string;
  validation?: string;
  /** As text, with commas between them. */
  seeds?: string;
  json?: boolean;
}

const DEFAULT_SEEDS = '1,2,3,4,5';
const LARGEST_SEED = 0xffffffff;

/**
 * `trademaster backtest`: what TradeMaster's own environment makes of given actions on given bars, or of those of its own
 * agent, trained on other bars with several seeds.
 */
export function backtestCommand(options: BacktestOptions, screen: Screen): number {
  const { profile, data, actions, train, validation } = options;
  if (profile !== 'trademaster') {
    throw new PipelineError(
      'request_invalid',
      `profile "${profile}" must be trademaster; a run of the profile realistic backtests what it has trained`,
      { field: 'profile' },
    );
  }
  if (actions !== undefined && train === undefined && validation === undefined) {
    return playActions(data, actions, screen, options);
  }
  if (actions === undefined && train !== undefined && validation !== undefined) {
    return playAgents({ data, train, validation }, screen, options);
  }
  throw new PipelineError('request_invalid', 'give either --actions FILE or --train FILE and --validation FILE', {
    field: actions === undefined && train !== undefined ? 'validation' : 'actions',
  });
}

function playActions(data: string, actions: string, screen: Screen, { json }: BacktestOptions): number {
  const { episode, ...replay } = replayActions(rowsOf(data, 'data'), actionsOf(actions));
  const { length } = replay.reward;
  if (length < episode) screen.err(`note: ${length} of the episode's ${episode} calls were played`);
  screen.out(json ? JSON.stringify(replay) : summaryOf(replay));
  return 0;
}

function playAgents(
  files: { data: string; train: string; validation: string },
  screen: Screen,
  { seeds = DEFAULT_SEEDS, json }: BacktestOptions,
): number {
  const [test, train, validation] = [
    rowsOf(files.data, 'data'),
    rowsOf(files.train, 'train'),
    rowsOf(files.validation, 'validation'),
  ];
  const played = seedsOf(seeds).map((seed) => {
    const agent = trainAndPlay({ train, validation, test }, seed);
    screen.err(agentLine(agent));
    return agent;
  });
  const { q1, median, q3, priceChange } = trademasterSpread(played, test);
  const spread = { tr_q1: q1, tr_median: median, tr_q3: q3, price_change: priceChange };
  screen.out(json ? JSON.stringify({ seeds: played.map(agentDocument), spread }) : spreadText(played.length, spread));
  return 0;
}

function agentDocument({ seed, bestEpoch, validationReturn, actions, metrics }: TrademasterSeed): object {
  return { seed, best_epoch: bestEpoch, validation_return: validationReturn, actions, metrics };
}

function agentLine({ seed, bestEpoch, metrics: { tr, sharpe_ratio, mdd } }: TrademasterSeed): string {
  return `seed ${seed}: epoch ${bestEpoch} kept, return ${percent(tr)}, Sharpe ${sharpe_ratio.toFixed(2)}, drawdown ${percent(mdd)}`;
}

function spreadText(count: number, spread: { tr_q1: number; tr_median: number; tr_q3: number; price_change: number }) {
  const [q1, median, q3, price] = [spread.tr_q1, spread.tr_median, spread.tr_q3, spread.price_change].map(percent);
  return `return of ${count} seeds: median ${median}, quartiles ${q1} and ${q3}; the price changed by ${price}`;
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}

function seedsOf(text: string): number[] {
  return text.split(',').map((seed) => {
    if (/^\d{1,10}$/.test(seed) && Number(seed) <= LARGEST_SEED) return Number(seed);
    throw new PipelineError('request_invalid', `seed "${seed}" must be a whole number of 0 to ${LARGEST_SEED}`, {
      field: 'seeds',
    });
  });
}

function rowsOf(path: string, field: string): number[][] {
  return trademasterRows(contentOf(path, field), path);
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
