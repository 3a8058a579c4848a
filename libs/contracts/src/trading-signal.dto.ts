import { Type } from 'class-transformer';
import {
  IsArray,
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
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IsInstant } from './instant';
import {
  type Action,
  ACTIONS,
  CONFIDENCE_BASES,
  type ConfidenceBasis,
  type Intent,
  INTENTS,
  POSITION_SOURCES,
  type PositionSource,
} from './inference-result.dto';
import { type Authority, AUTHORITIES } from './run-config.dto';
import { type Verdict, VERDICTS } from './training-result.dto';

export const CONFIDENCE_LEVELS = ['HIGH', 'MEDIUM', 'LOW'] as const;
export type ConfidenceLevel = (typeof CONFIDENCE_LEVELS)[number];
export const PROVENANCES = ['model', 'rules'] as const;
export type Provenance = (typeof PROVENANCES)[number];

/** HIGH from 80, MEDIUM from 50, else LOW: the existing WebUI's classes. */
export function confidenceLevelOf(score: number): ConfidenceLevel {
  return score >= 80 ? 'HIGH' : score >= 50 ? 'MEDIUM' : 'LOW';
}

/** Who changed the policy's proposal, and where they said so. */
export class ChangedBy {
  @IsString() agent: string;
  /** Index of the message in the transcript. */
  @IsInt() @Min(0) message: number;
  /** Why, in the team's words. */
  @IsArray() @IsString({ each: true }) claims: string[];
  /** Paths of the facts that bear out the numbers of these claims. */
  @IsArray() @IsString({ each: true }) facts: string[];
}

/** How many of the numbers that the review stated are borne out by a fact of the run. */
export class ClaimCounts {
  @IsInt() @Min(0) supported: number;
  @IsInt() @Min(0) contradicted: number;
  @IsInt() @Min(0) unsupported: number;
}

/** One model call that an agent's turn took. */
export class ReviewTurn {
  @IsString() agent: string;
  @IsInt() @Min(0) prompt_tokens: number;
  @IsInt() @Min(0) completion_tokens: number;
  @IsOptional() @IsNumber() @Min(0) cost_usd?: number;
}

/** US dollars per million tokens. */
export class TokenPrices {
  @IsNumber() @Min(0) prompt: number;
  @IsNumber() @Min(0) completion: number;
}

/** What the review cost: not part of what it decided. */
export class ReviewUsage {
  @IsInt() @Min(0) calls: number;
  @IsInt() @Min(0) prompt_tokens: number;
  @IsInt() @Min(0) completion_tokens: number;
  /** US dollars; absent when the reviewer was given no prices. */
  @IsOptional() @IsNumber() @Min(0) cost_usd?: number;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TokenPrices) prices?: TokenPrices;
  @IsArray() @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => ReviewTurn) turns: ReviewTurn[];
}

/**
 * The decision. The upper half has the names that the existing WebUI reads (`signal_data`), the lower half what a
 * trader needs to question it. Prices are in the instrument's currency, shares of equity are fractions.
 * Levels are absent for intents that reduce, close or keep.
 */
export class TradingSignal {
  @IsString() symbol: string;
  @IsIn(ACTIONS) action: Action;
  @IsIn(CONFIDENCE_LEVELS) confidence: ConfidenceLevel;
  @IsIn(CONFIDENCE_LEVELS) confidence_level: ConfidenceLevel;
  @IsNumber() @Min(0) @Max(100) confidence_score: number;
  @IsString() @MinLength(10) reasoning: string;
  @IsArray() @IsString({ each: true }) key_factors: string[];
  @IsIn(['up', 'down', 'sideways']) trend: 'up' | 'down' | 'sideways';
  @IsOptional() @IsNumber() support_level?: number;
  @IsOptional() @IsNumber() resistance_level?: number;
  @IsOptional() @IsNumber() suggested_entry_price?: number;
  @IsOptional() @IsNumber() suggested_stop_loss?: number;
  @IsOptional() @IsNumber() suggested_take_profit?: number;
  @IsOptional() @IsNumber() entry_price?: number;
  @IsOptional() @IsNumber() stop_loss?: number;
  @IsOptional() @IsNumber() take_profit?: number;
  @IsOptional() @IsNumber() r_multiple?: number;
  @IsOptional() @IsNumber() risk_reward_ratio?: number;
  /** 0..100. */
  @IsOptional() @IsNumber() @Min(0) @Max(100) position_size_percent?: number;
  @IsBoolean() is_actionable: boolean;
  @IsString() timeframe_analyzed: string;
  @IsString() model_used: string;
  @IsInstant() generated_at: string;

  @IsIn(INTENTS) intent: Intent;
  @IsNumber() @Min(-1) @Max(1) current_position: number;
  @IsNumber() @Min(-1) @Max(1) target_position: number;
  @IsIn(POSITION_SOURCES) position_source: PositionSource;
  @IsIn(ACTIONS) policy_action: Action;
  @IsNumber() policy_target_position: number;
  @IsNumber() policy_confidence: number;
  @IsIn(ACTIONS) final_action: Action;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ChangedBy) changed_by?: ChangedBy;
  @IsIn(AUTHORITIES) authority: Authority;
  /** True when the review overrode the policy: what it decided was never backtested. */
  @IsBoolean() not_backtested: boolean;
  @IsBoolean() levels_backtested: boolean;
  @IsIn(CONFIDENCE_BASES) confidence_basis: ConfidenceBasis;
  @IsIn(VERDICTS) verdict: Verdict;
  @IsString() verdict_statement: string;
  @IsIn(PROVENANCES) provenance: Provenance;
  @IsBoolean() simulated: boolean;
  @IsBoolean() historical: boolean;
  @IsString() data_source: string;
  @IsString() adjustment: string;
  @IsInstant() as_of: string;
  @IsInstant() last_bar_closed_at: string;
  @IsInstant() valid_until: string;
  @IsIn(['next_open']) intended_fill: 'next_open';
  @Matches(/^[0-9a-f]{64}$/) data_sha256: string;
  @Matches(/^[0-9a-f]{64}$/) model_sha256: string;
  @Matches(/^[0-9a-f]{64}$/) team_sha256: string;
  @IsString() stop_reason: string;
  @IsObject() @ValidateNested() @Type(() => ClaimCounts) claims: ClaimCounts;
  /** Supported claims / all claims, 0..1; absent when the review stated no number. */
  @IsOptional() @IsNumber() @Min(0) @Max(1) grounded_share?: number;
  @IsObject() @ValidateNested() @Type(() => ReviewUsage) usage: ReviewUsage;
  /** Of the run's manifest.json. Added when the run has ended: the manifest contains the reviewed signal's event. */
  @IsOptional() @Matches(/^[0-9a-f]{64}$/) manifest_sha256?: string;
}
