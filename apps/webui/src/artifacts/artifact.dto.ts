import { IsIn, IsInt, IsISO8601, IsNumber, IsOptional, IsString, Matches, Max, Min, ValidateIf } from 'class-validator';
import { AnyJson, LenientInteger, LenientNumber, LenientText } from '../http/lenient-types';
import { says } from '../http/refusal';
import { ARTIFACT_TYPES, type ArtifactType, type Json } from '../storage/artifact.entity';

const INT32 = 2_147_483_647;
const STRING = says('string_type', 'Input should be a valid string');
const NO_NUL = says('string_nul', 'Input should be a string without NUL characters');
const INTEGER = says('int_type', 'Input should be a valid integer');
const INTEGER_TEXT = says('int_parsing', 'Input should be a valid integer, unable to parse string as an integer');
const NUMBER = says('float_parsing', 'Input should be a valid number');
const AT_LEAST_0 = says('greater_than_equal', 'Input should be greater than or equal to 0', { ge: 0 });
const AT_MOST_1 = says('less_than_equal', 'Input should be less than or equal to 1', { le: 1 });
const AT_MOST_INT32 = says('less_than_equal', `Input should be less than or equal to ${INT32}`, { le: INT32 });
const TIME = says('datetime_parsing', 'Input should be a valid ISO 8601 datetime');

/** Text that PostgreSQL can hold. */
function Text(): PropertyDecorator {
  return (target, name) => {
    LenientText()(target, name);
    Matches(/^[^\0]*$/, NO_NUL)(target, name);
    IsString(STRING)(target, name);
  };
}

/** What may be said about an artifact when it is made or changed. All but name and type may be absent or null. */
class ArtifactFields {
  @IsOptional() @Text() symbol?: string | null;
  @IsOptional() @Text() run_id?: string | null;
  @IsOptional() @Text() experiment_id?: string | null;
  @IsOptional() @Text() workflow_id?: string | null;
  @IsOptional() @Text() execution_id?: string | null;
  @IsOptional() @Text() step_name?: string | null;
  @IsOptional() @Text() dag_id?: string | null;
  @IsOptional() @Text() task_id?: string | null;
  @IsOptional() @Text() prompt?: string | null;
  @IsOptional() @Text() response?: string | null;
  /** Counted by the server for `llm` artifacts. */
  @IsOptional() @LenientInteger() @Min(0, AT_LEAST_0) @IsInt(INTEGER) prompt_length?: number | null;
  @IsOptional() @LenientInteger() @Min(0, AT_LEAST_0) @IsInt(INTEGER) response_length?: number | null;
  @IsOptional() @Text() model_name?: string | null;
  @IsOptional() @Text() image_path?: string | null;
  @IsOptional() @Text() chart_type?: string | null;
  @IsOptional() @AnyJson() chart_data?: Json;
  @IsOptional() @Text() action?: string | null;
  /** 0..1 */
  @IsOptional()
  @LenientNumber()
  @Max(1, AT_MOST_1)
  @Min(0, AT_LEAST_0)
  @IsNumber({}, NUMBER)
  confidence?: number | null;
  @IsOptional() @AnyJson() signal_data?: Json;
  @IsOptional() @AnyJson() metadata?: Json;
  /** Old name of `metadata`. */
  @IsOptional() @AnyJson() artifact_metadata?: Json;
}

export class CreateArtifact extends ArtifactFields {
  @Text() name: string;
  @IsIn(ARTIFACT_TYPES) type: ArtifactType;
  @IsOptional() @IsISO8601({ strict: true }, TIME) created_at?: string | null;
}

export class PatchArtifact extends ArtifactFields {
  @ValidateIf((_, value) => value !== undefined) @Text() name?: string;
  @IsOptional() @IsIn(ARTIFACT_TYPES) type?: ArtifactType;
}

/** How many: absent means the default. */
function Count(): PropertyDecorator {
  return (target, name) => {
    LenientInteger()(target, name);
    Max(INT32, AT_MOST_INT32)(target, name);
    Min(0, AT_LEAST_0)(target, name);
    IsInt(INTEGER_TEXT)(target, name);
  };
}

export class ArtifactQuery {
  @IsOptional() @Text() type?: string;
  @IsOptional() @Text() symbol?: string;
  @IsOptional() @Text() execution_id?: string;
  @IsOptional() @Text() run_id?: string;
  @IsOptional() @Text() step_name?: string;
  @Count() limit = 100;
  @Count() offset = 0;
  /** `execution_id` adds `grouped` and `group_count`; any other value changes nothing. */
  @IsOptional() @Text() group_by?: string;
}

export class MarketDataQuery {
  @Count() limit = 50;
}

export class ImageQuery {
  @IsOptional() @Text() format?: string;
}
