import { type Action, ACTIONS } from '@trademaster/contracts';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsArray,
  IsIn,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

/** Ends the conversation. */
export const TERMINATE = 'TERMINATE';

/** Who asked for something else than the policy proposes, and why. */
export class StatedChange {
  @IsString() agent: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(5)
  @IsString({ each: true })
  @Length(1, 1000, { each: true })
  claims: string[];
}

/** The decider's answer. Positions are shares of equity, prices in the instrument's currency. */
export class ExecutorAnswer {
  @Equals(TERMINATE) status: typeof TERMINATE;
  @IsIn(ACTIONS) action: Action;
  @IsNumber() @Min(-1) @Max(1) target_position: number;
  @IsNumber() @Min(0) @Max(100) confidence: number;
  @IsString() @Length(10, 4000) reasoning: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(8)
  @IsString({ each: true })
  @Length(1, 1000, { each: true })
  key_factors: string[];
  /** Null keeps the policy's levels. */
  @IsOptional() @IsNumber() @Min(0) entry?: number | null;
  @IsOptional() @IsNumber() @Min(0) stop?: number | null;
  @IsOptional() @IsNumber() @Min(0) target?: number | null;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => StatedChange) changed_by?: StatedChange | null;
}
