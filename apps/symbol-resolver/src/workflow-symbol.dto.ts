import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  ValidateNested,
} from 'class-validator';
import { SYMBOL_PATTERN } from '@trademaster/contracts';

const CLOCK_PATTERN = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What the WebUI says about one symbol in one workflow. */
export class WorkflowLink {
  @IsString() dag_id: string;
  @IsBoolean() is_active: boolean;
  /** IANA name; without one UTC. */
  @IsOptional() @IsString() timezone?: string | null;
  /** `HH:MM` in `timezone`; both or none. */
  @IsOptional() @Matches(CLOCK_PATTERN) session_start?: string | null;
  @IsOptional() @Matches(CLOCK_PATTERN) session_end?: string | null;
  @IsOptional() @IsBoolean() allow_weekend?: boolean | null;
  /** A RunConfig; validated where it is merged, so that its refusals name the key. */
  @IsOptional() @IsObject() config?: Record<string, unknown> | null;
}

/** One row of `GET /api/workflow-symbols/`, as far as the pipeline reads it. */
export class WorkflowSymbol {
  @IsInt() id: number;
  @IsString() @Matches(SYMBOL_PATTERN) symbol: string;
  @IsOptional() @IsString() @IsNotEmpty() name?: string | null;
  @IsBoolean() enabled: boolean;
  /** Higher goes first. */
  @IsInt() priority: number;
  @IsOptional() @IsInt() conid?: number | null;
  @IsArray() @ValidateNested({ each: true }) @Type(() => WorkflowLink) workflows: WorkflowLink[];
}
