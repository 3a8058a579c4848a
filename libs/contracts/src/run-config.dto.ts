import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

export const DATA_SOURCES = ['simulated', 'csv', 'yahoo', 'yahoo_raw', 'ccxt'] as const;
export type DataSource = (typeof DATA_SOURCES)[number];
export const CALENDARS = ['24x7', 'weekdays'] as const;
export type Calendar = (typeof CALENDARS)[number];
export const AUTHORITIES = ['veto', 'override'] as const;
export type Authority = (typeof AUTHORITIES)[number];
export const EVALUATION_METHODS = ['holdout', 'walk_forward'] as const;
export type EvaluationMethod = (typeof EVALUATION_METHODS)[number];

/** A calendar date or an RFC 3339 instant. A date means the end of that UTC day. */
export const AS_OF_PATTERN = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

export class DataConfig {
  /** Where bars come from. `yahoo`: adjusted prices; `yahoo_raw`: as published. */
  @IsOptional() @IsIn(DATA_SOURCES) source?: DataSource;
  /** The source's own name of the instrument; default: the symbol. `ccxt`: `exchange:SYMBOL`. */
  @IsOptional() @IsString() @Length(1, 64) ticker?: string;
  /** `csv`: a file, or a folder with `<ticker>.csv`. */
  @IsOptional() @IsString() @Length(1, 1024) path?: string;
  @IsOptional() @IsString() @Length(1, 128) name?: string;
  @IsOptional() @IsString() @Length(1, 64) exchange?: string;
  @IsOptional() @IsString() @Length(1, 12) currency?: string;
  @IsOptional() @IsString() @Length(1, 32) asset_class?: string;
  /** `24x7` (365 bars a year) or `weekdays` (252). */
  @IsOptional() @IsIn(CALENDARS) calendar?: Calendar;
  /** `simulated`: seed of the price path. */
  @IsOptional() @IsInt() @Min(0) @Max(4294967295) seed?: number;
  /** How many closed bars before `as_of` are used. */
  @IsOptional() @IsInt() @Min(60) @Max(100000) lookback_bars?: number;
}

export class SplitConfig {
  /** Shares of the bars, by time. Train + validation + test = 1. */
  @IsOptional() @IsNumber() @Min(0.1) @Max(0.9) train?: number;
  @IsOptional() @IsNumber() @Min(0.05) @Max(0.45) validation?: number;
  @IsOptional() @IsNumber() @Min(0.05) @Max(0.45) test?: number;
}

export class EnvironmentConfig {
  /** Commission per side, basis points of the traded value. */
  @IsOptional() @IsNumber() @Min(0) @Max(1000) cost_bps?: number;
  /** Slippage per side, basis points of the price. */
  @IsOptional() @IsNumber() @Min(0) @Max(1000) slippage_bps?: number;
  /** Share of equity that a full position holds. No leverage: at most 1. */
  @IsOptional() @IsNumber() @Min(0.01) @Max(1) max_position?: number;
  @IsOptional() @IsBoolean() allow_short?: boolean;
  /** Cost of a short, per year, as a fraction of its value. */
  @IsOptional() @IsNumber() @Min(0) @Max(1) borrow_rate?: number;
}

export class TrainingConfig {
  /** One member of the ensemble per seed. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(25)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(0, { each: true })
  @Max(4294967295, { each: true })
  seeds?: number[];
  @IsOptional() @IsInt() @Min(1) @Max(1000) epochs?: number;
  /** Epochs without a better validation return before training stops. */
  @IsOptional() @IsInt() @Min(1) @Max(1000) patience?: number;
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(4)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(1024, { each: true })
  hidden_sizes?: number[];
  @IsOptional() @IsNumber() @Min(1e-7) @Max(1) learning_rate?: number;
  @IsOptional() @IsNumber() @Min(0) @Max(0.9999) gamma?: number;
  @IsOptional() @IsInt() @Min(1) @Max(4096) batch_size?: number;
  @IsOptional() @IsInt() @Min(1) @Max(1000000) replay_capacity?: number;
  /** Random steps before the first update. */
  @IsOptional() @IsInt() @Min(0) @Max(100000) warmup_steps?: number;
  /** Environment steps per gradient update. */
  @IsOptional() @IsInt() @Min(1) @Max(1000) steps_per_update?: number;
  @IsOptional() @IsNumber() @Min(0) @Max(1) epsilon_start?: number;
  @IsOptional() @IsNumber() @Min(0) @Max(1) epsilon_end?: number;
  /** Share of the online network that moves into the target network at each update. */
  @IsOptional() @IsNumber() @Min(0.000001) @Max(1) target_update_tau?: number;
  @IsOptional() @IsNumber() @Min(0.01) @Max(1000) gradient_clip?: number;
}

export class EvaluationConfig {
  /** `holdout`: the last share of the bars is the test. `walk_forward`: rolling folds, everything refitted in each. */
  @IsOptional() @IsIn(EVALUATION_METHODS) method?: EvaluationMethod;
  /** `walk_forward`: how many folds. */
  @IsOptional() @IsInt() @Min(2) @Max(20) folds?: number;
}

export class ReviewConfig {
  /** Model turns at most. */
  @IsOptional() @IsInt() @Min(1) @Max(64) max_rounds?: number;
  /** `veto`: may confirm, reduce, close, lower. `override`: may also open and reverse; marks the signal not_backtested. */
  @IsOptional() @IsIn(AUTHORITIES) authority?: Authority;
}

/**
 * What a user may configure for a run. Every key is optional; layers are merged key by key
 * (defaults, then the workflow link's `config`, then the request's `config`). Unknown keys are refused by name.
 */
export class RunConfig {
  @IsOptional() @IsObject() @ValidateNested() @Type(() => DataConfig) data?: DataConfig;
  @IsOptional() @IsIn(['1 day']) bar_size?: string;
  @IsOptional() @IsIn(['realistic']) profile?: string;
  /** Only bars closed by then are used. Setting it marks the signal HISTORICAL. */
  @IsOptional() @IsString() @Matches(AS_OF_PATTERN) as_of?: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => SplitConfig) split?: SplitConfig;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => EnvironmentConfig) environment?: EnvironmentConfig;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TrainingConfig) training?: TrainingConfig;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => EvaluationConfig) evaluation?: EvaluationConfig;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ReviewConfig) review?: ReviewConfig;
  /** Current position as a share of equity; default: the policy's own paper position. */
  @IsOptional() @IsNumber() @Min(-1) @Max(1) position?: number;
  /** `runs:/RUN/model`, `models:/NAME@ALIAS`, `models:/NAME/VERSION` or a file. Mode `inference` only. */
  @IsOptional() @IsString() @Length(1, 1024) model_uri?: string;
  /** Old name of `model_uri`. */
  @IsOptional() @IsString() @Length(1, 1024) best_model_path?: string;
  /** Most symbols of one request. */
  @IsOptional() @IsInt() @Min(1) @Max(1000) max_symbols?: number;
  /** A run that has not ended by then fails as deadline_exceeded. */
  @IsOptional() @IsNumber() @Min(0.05) @Max(10080) timeout_minutes?: number;
}
