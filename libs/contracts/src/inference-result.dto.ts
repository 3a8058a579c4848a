import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsInstant } from './instant';
import { ArtifactRef } from './artifacts.dto';
import { IsMetricMap, IsStringMap, type MetricMap, type ReasonMap } from './metrics.dto';
import { PinnedModel, RunContext } from './run-context.dto';
import { DataWindows, TrainingResult, VerdictStatement } from './training-result.dto';

export const ACTIONS = ['BUY', 'SELL', 'HOLD'] as const;
export type Action = (typeof ACTIONS)[number];
export const INTENTS = [
  'open_long',
  'add',
  'reduce',
  'close_long',
  'open_short',
  'close_short',
  'reverse',
  'keep',
] as const;
export type Intent = (typeof INTENTS)[number];
export const POSITION_SOURCES = ['config', 'paper'] as const;
export type PositionSource = (typeof POSITION_SOURCES)[number];
export const CONFIDENCE_BASES = ['calibrated', 'agreement_uncalibrated'] as const;
export type ConfidenceBasis = (typeof CONFIDENCE_BASES)[number];

/** Indicators on the last closed bar. Null metrics have their reason in `reasons`. */
export class MarketContext {
  /** last_close, sma_20, sma_50, rsi_14, atr_14, annualised_volatility, support, resistance. */
  @IsMetricMap() indicators: MetricMap;
  @IsStringMap() indicators_reasons: ReasonMap;
  @IsArray() @ArrayMaxSize(30) @IsNumber({}, { each: true }) last_closes: number[];
  @IsIn(['up', 'down', 'sideways']) trend: 'up' | 'down' | 'sideways';
}

/** Entry, stop and target in price units. Only for intents that open or add. */
export class Levels {
  @IsNumber() @Min(0) entry: number;
  @IsNumber() @Min(0) stop: number;
  @IsNumber() @Min(0) target: number;
  /** |target − entry| / |entry − stop|. */
  @IsNumber() @Min(0) r_multiple: number;
  /** Share of equity, 0..1. */
  @IsNumber() @Min(0) @Max(1) size: number;
}

export class Vote {
  @IsInt() seed: number;
  /** Target position of this member: −1, 0 or 1. */
  @IsInt() @Min(-1) @Max(1) target: number;
}

export class PolicySignal {
  @IsIn(ACTIONS) action: Action;
  @IsIn(INTENTS) intent: Intent;
  /** Shares of equity. */
  @IsNumber() @Min(-1) @Max(1) current_position: number;
  @IsNumber() @Min(-1) @Max(1) target_position: number;
  @IsIn(POSITION_SOURCES) position_source: PositionSource;
  /** 0..100: 100 · P(the target position earns more than 0, net, over the next bar's open to the one after). */
  @IsNumber() @Min(0) @Max(100) confidence: number;
  @IsIn(CONFIDENCE_BASES) confidence_basis: ConfidenceBasis;
  @IsArray() @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => Vote) votes: Vote[];
  /** Share of the members that voted for the target. */
  @IsNumber() @Min(0) @Max(1) agreement: number;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => Levels) levels?: Levels;
}

export class InferenceResult {
  @IsObject() @ValidateNested() @Type(() => PolicySignal) policy: PolicySignal;
  @IsObject() @ValidateNested() @Type(() => MarketContext) market: MarketContext;
  /** The loaded model: in mode `both` the one just trained. */
  @IsObject() @ValidateNested() @Type(() => PinnedModel) model: PinnedModel;
  /** Hyperparameters and windows of the loaded model, from its policy.json. */
  @IsStringMap() model_hyperparameters: Record<string, string>;
  @IsObject() @ValidateNested() @Type(() => DataWindows) model_windows: DataWindows;
  /** Verdict of the loaded model's own backtest. */
  @IsObject() @ValidateNested() @Type(() => VerdictStatement) verdict: VerdictStatement;
  @IsMetricMap() backtest_metrics: MetricMap;
  @IsMetricMap() buy_and_hold_metrics: MetricMap;
  @IsInstant() last_bar_closed_at: string;
  @IsInstant() valid_until: string;
}

/** `signal.inferred` */
export class SignalInferred {
  @IsObject() @ValidateNested() @Type(() => RunContext) run: RunContext;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TrainingResult) training?: TrainingResult;
  @IsObject() @ValidateNested() @Type(() => InferenceResult) inference: InferenceResult;
  /** JSON: the facts that the review may quote, by path. */
  @IsObject() @ValidateNested() @Type(() => ArtifactRef) facts: ArtifactRef;
}
