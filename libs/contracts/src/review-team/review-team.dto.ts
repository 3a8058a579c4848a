import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
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

/** What an agent may ask for beside the facts of its task. Each reads this run's facts and nothing else. */
export const REVIEW_TOOLS = ['get_indicators', 'get_backtest', 'get_signal'] as const;
export type ReviewToolName = (typeof REVIEW_TOOLS)[number];

/** One agent of the review. */
export class ReviewParticipant {
  /** What model endpoints accept as the name of a message's author. */
  @Matches(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/) name: string;
  @IsString() @Length(1, 500) description: string;
  /** Lines of the system message. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(200) @IsString({ each: true }) system_message: string[];
  @IsOptional() @IsArray() @ArrayUnique() @IsIn(REVIEW_TOOLS, { each: true }) tools?: ReviewToolName[];
}

/** What the rule-based team goes by when there is no language model. */
export class ReviewRules {
  /** 0..100: a position is not opened or added to on a lower confidence. */
  @IsNumber() @Min(0) @Max(100) minimum_opening_confidence: number;
}

/** Who reviews a proposal, in which order and with which instructions. A file that a user may change. */
export class ReviewTeam {
  /** In the order in which they speak. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(16)
  @ArrayUnique((participant: ReviewParticipant) => participant.name)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ReviewParticipant)
  participants: ReviewParticipant[];
  /** The participant whose answer is the decision. */
  @IsString() decider: string;
  /** Sampling temperature; without it the endpoint's own. */
  @IsOptional() @IsNumber() @Min(0) @Max(2) temperature?: number;
  @IsObject() @ValidateNested() @Type(() => ReviewRules) rules: ReviewRules;
}
