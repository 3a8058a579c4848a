import type { CliConfig } from '../cli.config';
import { readConfig } from '../config-layers';
import type { Screen } from '../screen';
import { WebuiSymbolsClient, type WorkflowSymbol } from '../webui-symbols-client';

export interface AddSymbolOptions {
  priority: number;
  name?: string;
  config: string[];
}

/** `trademaster symbols list`: what a request without a symbol would run, and what not. */
export async function listSymbols(options: { json?: boolean }, config: CliConfig, screen: Screen): Promise<number> {
  const symbols = await clientOf(config).list();
  if (options.json) screen.out(JSON.stringify(symbols));
  else if (symbols.length === 0) screen.out('no symbol is assigned; add one: npx trademaster symbols add SYMBOL');
  else for (const symbol of symbols) screen.out(lineOf(symbol));
  return 0;
}

/** `trademaster symbols add SYMBOL`: enabled, with an active link to the pipeline. */
export async function addSymbol(
  symbol: string,
  { priority, name, config: layers }: AddSymbolOptions,
  config: CliConfig,
  screen: Screen,
): Promise<number> {
  const runConfig = readConfig(layers, process.cwd());
  const added = await clientOf(config).add(symbol, {
    priority,
    ...(name === undefined ? {} : { name }),
    ...(runConfig === undefined ? {} : { config: runConfig }),
  });
  screen.out(lineOf(added));
  return 0;
}

export async function removeSymbol(symbol: string, config: CliConfig, screen: Screen): Promise<number> {
  await clientOf(config).remove(symbol.toUpperCase());
  screen.out(`${symbol.toUpperCase()} is no longer assigned`);
  return 0;
}

function clientOf(config: CliConfig): WebuiSymbolsClient {
  return new WebuiSymbolsClient(config.need('WEBUI_BASE_URL'), config.webuiHeaders);
}

function lineOf({ symbol, name, enabled, priority, workflows }: WorkflowSymbol): string {
  const links = workflows.map(({ dag_id: dagId, is_active: active }) => `${dagId}${active ? '' : ' (inactive)'}`);
  const state = `${enabled ? 'enabled' : 'disabled'}, priority ${priority ?? 'none'}`;
  return `${symbol.padEnd(10)}  ${state}  ${links.join(', ')}${name ? `  ${name}` : ''}`;
}
