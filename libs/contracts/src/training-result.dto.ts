import { Type } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { ArtifactRef } from './artifacts.dto';
import { IsMetricMap, IsStringMap, type MetricMap, type ReasonMap } from './metrics.dto';
import { RunContext } from './run-context.dto';

export const VERDICTS = ['better_than_luck', 'not_distinguishable', 'worse_than_baseline', 'too_short'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A span of bars by session date, both ends included. */
export class DateSpan {
  @IsString() first_date: string;
  @IsString() last_date: string;
  @IsInt() @Min(1) bars: number;
}

export class DataWindows {
  @IsObject() @ValidateNested() @Type(() => DateSpan) train: DateSpan;
  @IsObject() @ValidateNested() @Type(() => DateSpan) validation: DateSpan;
  @IsObject() @ValidateNested() @Type(() => DateSpan) test: DateSpan;
}

/** 95 % percentile interval of a paired stationary bootstrap. */
export class Interval {
  @IsNumber() low: number;
  @IsNumber() high: number;
}

export class VerdictStatement {
  @IsIn(VERDICTS) verdict: Verdict;
  /** In words, for people: what was found, against what, with which uncertainty. */
  @IsString() statement: string;
  /** Confidence may not exceed it; 49 unless better_than_luck, then 100. */
  @IsNumber() @Min(0) confidence_cap: number;
  /** Bars that the test had, and about how many it would take; null when no number of bars would do. */
  @IsInt() bars_had: number;
  @IsOptional() @IsInt() bars_needed?: number;
}

export class BaselineResult {
  @IsString() name: string;
  @IsMetricMap() metrics: MetricMap;
  @IsStringMap() metrics_reasons: ReasonMap;
}

/** How the intervals were drawn. */
export class BootstrapRecord {
  @IsInt() @Min(1) draws: number;
  @IsInt() @Min(0) seed: number;
  /** Bars. */
  @IsNumber() @Min(1) mean_block: number;
  /** Share of the draws in which the Sharpe ratio is above buy and hold's. */
  @IsNumber() @Min(0) @Max(1) sharpe_better: number;
}

/** Out-of-sample result of the ensemble; the same window for the baselines. Ratios are fractions. */
export class BacktestResult {
  /** What was scored: the test span, in a walk-forward the test spans of all folds. */
  @IsObject() @ValidateNested() @Type(() => DateSpan) out_of_sample: DateSpan;
  /** Metrics of the ensemble, per docs/metrics.md. */
  @IsMetricMap() metrics: MetricMap;
  @IsStringMap() metrics_reasons: ReasonMap;
  /** On the same bars with the same costs: `buy_and_hold`, `sma_crossover`, `momentum`, `random_policies`. */
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => BaselineResult)
  baselines: BaselineResult[];
  /** Total return minus buy and hold's, paired bootstrap. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => Interval) excess_return_interval?: Interval;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => Interval) total_return_interval?: Interval;
  /** Annualised, as the next one. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => Interval) sharpe_interval?: Interval;
  /** Sharpe ratio minus buy and hold's. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => Interval) excess_sharpe_interval?: Interval;
  /** Absent, as the intervals, under 30 returns. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => BootstrapRecord) bootstrap?: BootstrapRecord;
  /** Median and quartiles over the single seeds: describes, never deployed. */
  @IsMetricMap() seeds_spread: MetricMap;
  @IsObject() @ValidateNested() @Type(() => VerdictStatement) verdict: VerdictStatement;
}

export class TrainedModel {
  @IsObject() @ValidateNested() @Type(() => ArtifactRef) onnx: ArtifactRef;
  @IsObject() @ValidateNested() @Type(() => ArtifactRef) policy: ArtifactRef;
}

/** Everything a training leaves behind; small facts here, curves and trades as artifacts. */
export class TrainingResult {
  @IsObject() @ValidateNested() @Type(() => TrainedModel) model: TrainedModel;
  /** Flat, for MLflow params: every hyperparameter as a string. */
  @IsStringMap() hyperparameters: Record<string, string>;
  @IsObject() @ValidateNested() @Type(() => DataWindows) windows: DataWindows;
  /** Training and validation metrics of the members, flat: `seed_11.best_validation_return`. */
  @IsMetricMap() training_metrics: MetricMap;
  @IsObject() @ValidateNested() @Type(() => BacktestResult) backtest: BacktestResult;
  /** JSON: per seed and epoch `{seed, epoch, loss, validation_return}`. */
  @IsObject() @ValidateNested() @Type(() => ArtifactRef) training_curve: ArtifactRef;
  /** JSON: `{dates, closes, equity, buy_and_hold, baselines_equity, seeds_equity, positions, targets, trades}`, out of sample. */
  @IsObject() @ValidateNested() @Type(() => ArtifactRef) backtest_detail: ArtifactRef;
  /** HTML, self-contained. */
  @IsObject() @ValidateNested() @Type(() => ArtifactRef) report: ArtifactRef;
  /** Engine time, seconds: shown to people, never part of a decision. */
  @IsOptional() @IsNumber() @Min(0) seconds?: number;
  @IsString() engine_version: string;
  @Matches(/^[0-9a-f]{64}$/) trial_sha256: string;
  /** Per-bar Sharpe of this trial on the test window; absent when it has none. */
  @IsOptional() @IsNumber() trial_sharpe?: number;
}

/** `model.trained` */
export class ModelTrained {
  @IsObject() @ValidateNested() @Type(() => RunContext) run: RunContext;
  @IsObject() @ValidateNested() @Type(() => TrainingResult) training: TrainingResult;
}
