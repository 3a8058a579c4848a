import { readEnvironment } from '@trademaster/runtime';
import { Type } from 'class-transformer';
import { IsNumber, IsOptional, IsString, IsUrl, Max, Min } from 'class-validator';

const HTTP_URL = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

/** The variables as they stand in the environment. */
class ReviewerEnvironment {
  /** Either of the first two: a language model reviews. Endpoints without keys need the URL alone. */
  @IsOptional() @IsString() OPENAI_API_KEY?: string;
  @IsOptional()
  @IsUrl(HTTP_URL)
  OPENAI_BASE_URL?: string;
  @IsOptional() @IsString() OPENAI_MODEL?: string;
  /** File of the review team; default: the one that comes with the project. symbol-resolver needs the same. */
  @IsOptional() @IsString() REVIEW_TEAM?: string;
  /** Longest that one model call may take, its retries included. */
  @IsOptional() @Type(() => Number) @IsNumber() @Min(0.1) @Max(3600) REVIEW_TIMEOUT_SECONDS?: number;
}

export interface ReviewerConfig {
  /** The language model to ask; without it the rule-based team reviews. */
  endpoint?: { model: string; apiKey?: string; baseUrl?: string; timeoutMs: number };
  teamPath?: string;
}

const DEFAULT_MODEL = 'gpt-4o-mini';
const DEFAULT_TIMEOUT_SECONDS = 120;

/** An empty variable counts as absent. Errors: `environment_invalid` naming the variable. */
export function reviewerConfig(environment: NodeJS.ProcessEnv = process.env): ReviewerConfig {
  const given = readEnvironment(ReviewerEnvironment, environment);
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, REVIEW_TEAM: teamPath } = given;
  const team = teamPath === undefined ? {} : { teamPath };
  if (apiKey === undefined && baseUrl === undefined) return team;
  return {
    ...team,
    endpoint: {
      model: given.OPENAI_MODEL ?? DEFAULT_MODEL,
      timeoutMs: (given.REVIEW_TIMEOUT_SECONDS ?? DEFAULT_TIMEOUT_SECONDS) * 1_000,
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(baseUrl === undefined ? {} : { baseUrl }),
    },
  };
}
