import { Type } from 'class-transformer';
import {
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { AnyJson, LenientBoolean, LenientInteger } from '../http/lenient-types';
import { says } from '../http/refusal';
import type { Json } from '../storage/artifact.entity';
import { IsClockTime } from './session-time';

const INT32 = 2_147_483_647;
const STRING = says('string_type', 'Input should be a valid string');
const NO_NUL = says('string_nul', 'Input should be a string without NUL characters');
const BOOLEAN = says('bool_parsing', 'Input should be a valid boolean, unable to interpret input');
const INTEGER = says('int_type', 'Input should be a valid integer');
const TOO_SMALL = says('greater_than_equal', `Input should be greater than or equal to ${-INT32}`, { ge: -INT32 });
const TOO_LARGE = says('less_than_equal', `Input should be less than or equal to ${INT32}`, { le: INT32 });
const EMPTY = says('string_too_short', 'String should have at least 1 character', { min_length: 1 });
const OVER_10 = says('string_too_long', 'String should have at most 10 characters', { max_length: 10 });
const LIST = says('list_type', 'Input should be a valid list');
const NO_ITEM = says('too_short', 'List should have at least 1 item after validation, not 0', {
  field_type: 'List',
  min_length: 1,
  actual_length: 0,
});

function Text(): PropertyDecorator {
  return (target, name) => {
    Matches(/^[^\0]*$/, NO_NUL)(target, name);
    IsString(STRING)(target, name);
  };
}

function Int32(): PropertyDecorator {
  return (target, name) => {
    LenientInteger()(target, name);
    Max(INT32, TOO_LARGE)(target, name);
    Min(-INT32, TOO_SMALL)(target, name);
    IsInt(INTEGER)(target, name);
  };
}

function Flag(): PropertyDecorator {
  return (target, name) => {
    LenientBoolean()(target, name);
    IsBoolean(BOOLEAN)(target, name);
  };
}

/** May be absent, but not null: the column has a value always. */
const IfGiven = () => ValidateIf((_, value) => value !== undefined);

export class WorkflowLinkInput {
  @MinLength(1, EMPTY) @Text() dag_id: string;
  @IfGiven() @Flag() is_active?: boolean;
  /** IANA name; empty or absent: America/New_York. */
  @IsOptional() @Text() timezone?: string | null;
  /** `HH:MM`; with `session_end` or not at all. */
  @IsOptional() @IsClockTime() session_start?: string | null;
  @IsOptional() @IsClockTime() session_end?: string | null;
  @IfGiven() @Flag() allow_weekend?: boolean;
  @IsOptional() @Text() schedule_interval?: string | null;
  @IsOptional() @AnyJson() @IsObject(says('dict_type', 'Input should be a valid dictionary')) config?: Json;
}

export class CreateWorkflowSymbol {
  /** Trimmed and upper-cased; then A–Z only. */
  @MaxLength(10, OVER_10) @MinLength(1, EMPTY) @Text() symbol: string;
  @IsOptional() @Text() name?: string | null;
  @IfGiven() @Flag() enabled?: boolean;
  /** Higher goes first. */
  @IfGiven() @Int32() priority?: number;
  @IsOptional() @Int32() conid?: number | null;
  @ArrayMinSize(1, NO_ITEM)
  @IsArray(LIST)
  @ValidateNested({ each: true })
  @Type(() => WorkflowLinkInput)
  workflows: WorkflowLinkInput[];
}

/** `conid` cannot be changed, as on the existing backend. */
export class PatchWorkflowSymbol {
  @IsOptional() @Text() name?: string | null;
  @IfGiven() @Flag() enabled?: boolean;
  @IfGiven() @Int32() priority?: number;
  /** Replaces the whole list. */
  @IsOptional()
  @IsArray(LIST)
  @ValidateNested({ each: true })
  @Type(() => WorkflowLinkInput)
  workflows?: WorkflowLinkInput[] | null;
}

export class WorkflowSymbolQuery {
  @IfGiven() @Flag() enabled_only = false;
}
