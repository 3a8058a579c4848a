import { DEFAULT_MODE, type Mode, MODES, resolveRunConfig, type RunConfig } from '@trademaster/contracts';
import { engineVersion } from '@trademaster/engine';
import { asPipelineError, PipelineError } from '@trademaster/errors';

export interface SymbolResolverConfig {
  /** Pinned into every run: `<version>+<commit>` where the launcher knows it. */
  codeVersion: string;
  /** File of the review team; default: the one that comes with the project. */
  teamPath?: string;
  /** False: every request ends as skipped. */
  enabled: boolean;
  defaultMode: Mode;
  /** Lowest layer of a run's configuration above the built-in defaults. */
  defaultConfig: RunConfig;
}

const PREFIX = 'TRADEMASTER_AUTOGEN_';

/**
 * CODE_VERSION, REVIEW_TEAM, and the existing backend's names
 * TRADEMASTER_AUTOGEN_{ENABLED, DEFAULT_MODE, MAX_ROUNDS, BACKTEST_LOOKBACK_DAYS, MAX_SYMBOLS, BAR_SIZE}. An empty
 * variable counts as absent. Errors: `environment_invalid` naming the variable.
 */
export function symbolResolverConfig(environment: NodeJS.ProcessEnv = process.env): SymbolResolverConfig {
  const teamPath = environment.REVIEW_TEAM || undefined;
  return {
    codeVersion: environment.CODE_VERSION || `engine-${engineVersion}`,
    ...(teamPath === undefined ? {} : { teamPath }),
    enabled: flag(`${PREFIX}ENABLED`, environment[`${PREFIX}ENABLED`] || 'true'),
    defaultMode: oneOf(`${PREFIX}DEFAULT_MODE`, environment[`${PREFIX}DEFAULT_MODE`] || DEFAULT_MODE),
    defaultConfig: defaultConfig(environment),
  };
}

/** One daily bar a day: BACKTEST_LOOKBACK_DAYS counts bars. */
function defaultConfig(environment: NodeJS.ProcessEnv): RunConfig {
  const config: RunConfig = {};
  const set = (name: string, apply: (text: string) => void) => {
    const text = environment[PREFIX + name];
    if (!text) return;
    apply(text);
    checked(PREFIX + name, config);
  };
  set('MAX_ROUNDS', (text) => (config.review = { max_rounds: Number(text) }));
  set('BACKTEST_LOOKBACK_DAYS', (text) => (config.data = { lookback_bars: Number(text) }));
  set('MAX_SYMBOLS', (text) => (config.max_symbols = Number(text)));
  set('BAR_SIZE', (text) => (config.bar_size = text));
  return config;
}

function checked(variable: string, config: RunConfig): void {
  try {
    resolveRunConfig({ from: 'config', config });
  } catch (cause) {
    const { message } = asPipelineError(cause);
    throw new PipelineError('environment_invalid', `${variable}: ${message}`, { field: variable, cause });
  }
}

function flag(variable: string, text: string): boolean {
  if (['true', '1'].includes(text.toLowerCase())) return true;
  if (['false', '0'].includes(text.toLowerCase())) return false;
  throw new PipelineError('environment_invalid', `${variable} must be true or false (got ${text})`, {
    field: variable,
  });
}

function oneOf(variable: string, text: string): Mode {
  const mode = MODES.find((known) => known === text);
  if (mode) return mode;
  throw new PipelineError('environment_invalid', `${variable} must be one of ${MODES.join(', ')} (got ${text})`, {
    field: variable,
  });
}
