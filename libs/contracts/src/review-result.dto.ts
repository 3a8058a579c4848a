import { Type } from 'class-transformer';
import { IsOptional, Matches, ValidateNested } from 'class-validator';
import { ArtifactRef } from './artifacts.dto';
import { InferenceResult } from './inference-result.dto';
import { RunContext } from './run-context.dto';
import { TradingSignal } from './trading-signal.dto';
import { TrainingResult } from './training-result.dto';

/** `signal.reviewed` */
export class SignalReviewed {
  @ValidateNested() @Type(() => RunContext) run: RunContext;
  @IsOptional() @ValidateNested() @Type(() => TrainingResult) training?: TrainingResult;
  @ValidateNested() @Type(() => InferenceResult) inference: InferenceResult;
  @ValidateNested() @Type(() => TradingSignal) signal: TradingSignal;
  @Matches(/^[0-9a-f]{64}$/) decision_sha256: string;
  /** JSON: AutoGen's TaskResult shape `{messages, stop_reason}`. */
  @ValidateNested() @Type(() => ArtifactRef) transcript: ArtifactRef;
  /** The task given to the team: the `llm` artifact's prompt. */
  @ValidateNested() @Type(() => ArtifactRef) prompt: ArtifactRef;
}
