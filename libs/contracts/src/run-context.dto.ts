import { Type } from 'class-transformer';
import {
  IsBoolean,
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
import { IsInstant } from './instant';
import { ArtifactRef } from './artifacts.dto';
import { MODES, type Mode } from './pipeline';
import type { ResolvedRunConfig } from './resolved-config';
import { CALENDARS, type Calendar, RunConfig } from './run-config.dto';
import { RequestRef, SYMBOL_PATTERN } from './run-request.dto';

export const RUN_ID_PATTERN = /^[0-9a-f]{32}$/;

/** What is traded, and in whose words. */
export class Instrument {
  @IsString() symbol: string;
  /** The data source's own name. */
  @IsString() ticker: string;
  @IsString() source: string;
  @IsOptional() @IsString() name?: string;
  @IsOptional() @IsString() exchange?: string;
  @IsOptional() @IsString() currency?: string;
  @IsOptional() @IsString() asset_class?: string;
  @IsIn(CALENDARS) calendar: Calendar;
  @IsString() bar_size: string;
  /** `adjusted`, `raw` or `none` (the source does not tell apart). */
  @IsString() adjustment: string;
  /** True when the prices never traded anywhere. */
  @IsBoolean() simulated: boolean;
}

/** Bars that the source gave otherwise to an earlier run: splits and dividends in adjusted prices, corrections, an edited file. */
export class RevisedBars {
  @IsInt() @Min(1) count: number;
  /** Session dates of the first and the last of them, YYYY-MM-DD. */
  @IsString() first_date: string;
  @IsString() last_date: string;
  /** Of one price, as a fraction of what it was; 0 where bars only came, went or changed their volume. */
  @IsNumber() @Min(0) largest_change: number;
}

/** The snapshot of bars that every later stage works on. JSON: `{bars: [{date, open, high, low, close, volume?}]}`. */
export class BarsSnapshot {
  @IsObject() @ValidateNested() @Type(() => ArtifactRef) artifact: ArtifactRef;
  @IsInt() @Min(1) count: number;
  /** Session dates, YYYY-MM-DD. */
  @IsString() first_date: string;
  @IsString() last_date: string;
  @IsInstant() last_bar_closed_at: string;
  /** Date of a bar that was left out because it had not closed by `as_of`. */
  @IsOptional() @IsString() dropped_unfinished?: string;
  /** Absent when the source has not changed what it said before. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => RevisedBars) revised_bars?: RevisedBars;
}

/** A model by its bytes, never by an alias. */
export class PinnedModel {
  /** As it was asked for, for people: `models:/NAME@champion`. */
  @IsString() requested_uri: string;
  /** MLflow run that trained it, where known. */
  @IsOptional() @Matches(RUN_ID_PATTERN) run_id?: string;
  @IsOptional() @IsString() registered_name?: string;
  @IsOptional() @IsString() version?: string;
  @IsObject() @ValidateNested() @Type(() => ArtifactRef) onnx: ArtifactRef;
  @IsObject() @ValidateNested() @Type(() => ArtifactRef) policy: ArtifactRef;
}

/** Earlier tests of the same symbol on an overlapping window: what the deflated Sharpe ratio has to discount. */
export class PinnedTrials {
  /** Including this one. */
  @IsInt() @Min(1) count: number;
  /** Variance (ddof 1) of their per-bar Sharpe ratios; 0 when there is only this one. */
  @IsNumber() @Min(0) sharpe_variance: number;
}

export class CodePins {
  @IsString() code_version: string;
  /** sha256 over the review team's prompts and composition. */
  @Matches(/^[0-9a-f]{64}$/) team_sha256: string;
}

/** Who a run is. Part of every event about one run. */
export class RunIdentity extends RequestRef {
  @Matches(RUN_ID_PATTERN) run_id: string;
  @IsString() experiment_id: string;
  @IsOptional() @Matches(RUN_ID_PATTERN) parent_run_id?: string;
  @Matches(SYMBOL_PATTERN) symbol: string;
  @IsIn(MODES) mode: Mode;
}

/** `symbol.requested`: one symbol of a request, not looked at yet. */
export class SymbolRequested extends RunIdentity {
  /** Merged and validated. */
  @IsObject() @ValidateNested() @Type(() => RunConfig) config: ResolvedRunConfig;
  /** Whether the request or the configuration set `as_of` itself. */
  @IsBoolean() historical: boolean;
  @IsInstant() as_of: string;
  /** Time of the request. */
  @IsInstant() generated_at: string;
  @IsInstant() deadline_at: string;
  /** Whether the symbol's link to the dag was found in the WebUI; without it the defaults apply. */
  @IsBoolean() linked: boolean;
  /** The run whose recorded snapshot this one is made from. */
  @IsOptional() @Matches(RUN_ID_PATTERN) replay_of?: string;
  @IsOptional() @IsInt() conid?: number;
  @IsOptional() @IsInt() workflow_symbol_id?: number;
}

/** Everything a stage after symbol-resolver may depend on. */
export class RunContext extends SymbolRequested {
  @IsObject() @ValidateNested() @Type(() => Instrument) instrument: Instrument;
  @IsObject() @ValidateNested() @Type(() => BarsSnapshot) bars: BarsSnapshot;
  /** Mode inference: the model to load. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => PinnedModel) model?: PinnedModel;
  /** The other modes: the champion of the moment, to compare with. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => PinnedModel) champion?: PinnedModel;
  @IsObject() @ValidateNested() @Type(() => PinnedTrials) trials: PinnedTrials;
  @IsObject() @ValidateNested() @Type(() => CodePins) pins: CodePins;
}

/** `symbol.resolved`: bars fetched, everything pinned. */
export class SymbolResolved {
  @IsObject() @ValidateNested() @Type(() => RunContext) run: RunContext;
}

/** `training.progressed`: for screens only. */
export class TrainingProgressed {
  @Matches(RUN_ID_PATTERN) run_id: string;
  @IsInt() seed: number;
  @IsInt() @Min(1) epoch: number;
  @IsInt() @Min(1) epochs: number;
  @IsNumber() validation_return: number;
  @IsNumber() @Min(0) @Max(1) share_done: number;
}
