import { DEFAULT_MODE, type Mode, MODES, resolveRunConfig, type RunConfig } from '@trademaster/contracts';
import { engineVersion } from '@trademaster/engine';
import { readEnvironment, Variable } from '@trademaster/environment';
import { asPipelineError, PipelineError } from '@trademaster/errors';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString } from 'class-validator';

/** The existing backend's names where it has them. What a run's configuration checks is checked by it. */
export class SymbolResolverEnvironment {
  @Variable('Pinned into every run', { otherwise: '`<version>+<commit>` under npm start, else `engine-<version>`' })
  @IsOptional()
  @IsString()
  CODE_VERSION?: string;

  @Variable('File of the review team; symbol-resolver and reviewer need the same', { otherwise: 'the built-in team' })
  @IsOptional()
  @IsString()
  REVIEW_TEAM?: string;

  @Variable('`false`: every request ends as skipped', { default: 'true' })
  @Transform(({ value }) => String(value).toLowerCase())
  @IsIn(['true', '1', 'false', '0'])
  TRADEMASTER_AUTOGEN_ENABLED: string;

  @Variable(`Mode of requests that name none: ${MODES.join(', ')}`, { default: DEFAULT_MODE })
  @IsIn(MODES)
  TRADEMASTER_AUTOGEN_DEFAULT_MODE: Mode;

  @Variable('Model turns of a review at most', { otherwise: 'as in the run configuration: 8' })
  @IsOptional()
  @IsString()
  TRADEMASTER_AUTOGEN_MAX_ROUNDS?: string;

  @Variable('Closed daily bars before as_of that are used', { otherwise: 'as in the run configuration: 3000' })
  @IsOptional()
  @IsString()
  TRADEMASTER_AUTOGEN_BACKTEST_LOOKBACK_DAYS?: string;

  @Variable('Symbols of one request at most', { otherwise: 'as in the run configuration: 10' })
  @IsOptional()
  @IsString()
  TRADEMASTER_AUTOGEN_MAX_SYMBOLS?: string;

  @Variable('Size of a bar', { otherwise: 'as in the run configuration: 1 day' })
  @IsOptional()
  @IsString()
  TRADEMASTER_AUTOGEN_BAR_SIZE?: string;
}

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

/** Errors: `environment_invalid` naming the variable. */
export function symbolResolverConfig(environment: NodeJS.ProcessEnv = process.env): SymbolResolverConfig {
  const given = readEnvironment(SymbolResolverEnvironment, environment);
  return {
    codeVersion: given.CODE_VERSION ?? `engine-${engineVersion}`,
    ...(given.REVIEW_TEAM === undefined ? {} : { teamPath: given.REVIEW_TEAM }),
    enabled: ['true', '1'].includes(given.TRADEMASTER_AUTOGEN_ENABLED),
    defaultMode: given.TRADEMASTER_AUTOGEN_DEFAULT_MODE,
    defaultConfig: defaultConfig(given),
  };
}

type ConfigVariable = Exclude<keyof SymbolResolverEnvironment, 'TRADEMASTER_AUTOGEN_ENABLED' | 'CODE_VERSION'>;

/** One daily bar a day: BACKTEST_LOOKBACK_DAYS counts bars. */
function defaultConfig(given: SymbolResolverEnvironment): RunConfig {
  const config: RunConfig = {};
  const set = (variable: ConfigVariable, apply: (text: string) => void) => {
    const text = given[variable];
    if (text === undefined) return;
    apply(text);
    checked(variable, config);
  };
  set('TRADEMASTER_AUTOGEN_MAX_ROUNDS', (text) => (config.review = { max_rounds: Number(text) }));
  set('TRADEMASTER_AUTOGEN_BACKTEST_LOOKBACK_DAYS', (text) => (config.data = { lookback_bars: Number(text) }));
  set('TRADEMASTER_AUTOGEN_MAX_SYMBOLS', (text) => (config.max_symbols = Number(text)));
  set('TRADEMASTER_AUTOGEN_BAR_SIZE', (text) => (config.bar_size = text));
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
