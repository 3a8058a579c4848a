import { Type } from 'class-transformer';
import { IsObject, IsOptional, Matches, ValidateNested } from 'class-validator';
import { ArtifactRef } from './artifacts.dto';
import { InferenceResult } from './inference-result.dto';
import { RunContext } from './run-context.dto';
import { TradingSignal } from './trading-signal.dto';
import { TrainingResult } from './training-result.dto';

/** `signal.reviewed` */
export class SignalReviewed {
  @IsObject() @ValidateNested() @Type(() => RunContext) run: RunContext;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TrainingResult) training?: TrainingResult;
  @IsObject() @ValidateNested() @Type(() => InferenceResult) inference: InferenceResult;
  @IsObject() @ValidateNested() @Type(() => TradingSignal) signal: TradingSignal;
  @Matches(/^[0-9a-f]{64}$/) decision_sha256: string;
  /** JSON: AutoGen's TaskResult shape `{messages, stop_reason}`. */
  @IsObject() @ValidateNested() @Type(() => ArtifactRef) transcript: ArtifactRef;
  /** The task given to the team: the `llm` artifact's prompt. */
  @IsObject() @ValidateNested() @Type(() => ArtifactRef) prompt: ArtifactRef;
  /** RFC 8785 JSON of the team that reviewed: its sha256 is `run.pins.team_sha256`. */
  @IsObject() @ValidateNested() @Type(() => ArtifactRef) team: ArtifactRef;
  /** JSON: the claim ledger `{facts, grounded_share, counts, claims}`: every number stated, with the fact it came from. */
  @IsObject() @ValidateNested() @Type(() => ArtifactRef) claims: ArtifactRef;
}
