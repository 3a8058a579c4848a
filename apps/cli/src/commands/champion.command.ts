import { RUN_ID_PATTERN } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { type CliConfig, userName } from '../cli.config';
import { PersisterClient, type Promotion } from '../persister-client';
import type { Screen } from '../screen';

export interface ChampionOptions {
  why: string;
  source?: string;
  json?: boolean;
}

/** `trademaster promote RUN`. Errors: `request_invalid`, `run_unknown`, `model_not_found` for a run without a model. */
export async function promoteCommand(
  runId: string,
  { why, json }: ChampionOptions,
  config: CliConfig,
  screen: Screen,
): Promise<number> {
  if (!RUN_ID_PATTERN.test(runId)) {
    throw new PipelineError('request_invalid', `run_id must be 32 hex digits (got ${runId})`, { field: 'run_id' });
  }
  const persister = new PersisterClient(config.need('PERSISTER_BASE_URL'));
  return show(await persister.champion('promote', { run_id: runId, why, by: userName() }), json, screen);
}

/** `trademaster rollback SYMBOL`. Errors: `request_invalid`, `model_not_found` where nobody was champion before. */
export async function rollbackCommand(
  symbol: string,
  { why, source, json }: ChampionOptions,
  config: CliConfig,
  screen: Screen,
): Promise<number> {
  const persister = new PersisterClient(config.need('PERSISTER_BASE_URL'));
  const asked = { symbol: symbol.toUpperCase(), why, by: userName(), ...(source === undefined ? {} : { source }) };
  return show(await persister.champion('rollback', asked), json, screen);
}

function show(promotion: Promotion, json: boolean | undefined, screen: Screen): number {
  const { symbol, run_id, model_uri, verdict, reason, promoted_by, promoted_at } = promotion;
  const text =
    `${symbol}: champion is ${model_uri} of run ${run_id} (${verdict?.replaceAll('_', ' ') ?? 'verdict unknown'})\n` +
    `  since ${promoted_at} by ${promoted_by}: ${reason}`;
  screen.out(json ? JSON.stringify(promotion) : text);
  return 0;
}
