import { readEnvironment, Variable } from '@trademaster/environment';
import { Type } from 'class-transformer';
import { IsNumber, IsOptional, IsString, IsUrl, Max, Min } from 'class-validator';

const HTTP_URL = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

/** The variables as they stand in the environment. */
export class ReviewerEnvironment {
  @Variable('Key of the OpenAI-compatible endpoint; given: a language model reviews', {
    otherwise: 'rules review',
    secret: true,
  })
  @IsOptional()
  @IsString()
  OPENAI_API_KEY?: string;

  @Variable('The endpoint; given: a language model reviews, also without a key', { otherwise: "OpenAI's own" })
  @IsOptional()
  @IsUrl(HTTP_URL)
  OPENAI_BASE_URL?: string;

  @Variable('Name of the model to ask', { default: 'gpt-4o-mini' })
  @IsString()
  OPENAI_MODEL: string;

  @Variable('File of the review team; symbol-resolver and reviewer need the same', { otherwise: 'the built-in team' })
  @IsOptional()
  @IsString()
  REVIEW_TEAM?: string;

  @Variable('Longest that one model call may take, its retries included, in seconds', { default: '120' })
  @Type(() => Number)
  @IsNumber()
  @Min(0.1)
  @Max(3600)
  REVIEW_TIMEOUT_SECONDS: number;
}

export interface ReviewerConfig {
  /** The language model to ask; without it the rule-based team reviews. */
  endpoint?: { model: string; apiKey?: string; baseUrl?: string; timeoutMs: number };
  teamPath?: string;
}

/** An empty variable counts as absent. Errors: `environment_invalid` naming the variable. */
export function reviewerConfig(environment: NodeJS.ProcessEnv = process.env): ReviewerConfig {
  const given = readEnvironment(ReviewerEnvironment, environment);
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, REVIEW_TEAM: teamPath } = given;
  const team = teamPath === undefined ? {} : { teamPath };
  if (apiKey === undefined && baseUrl === undefined) return team;
  return {
    ...team,
    endpoint: {
      model: given.OPENAI_MODEL,
      timeoutMs: given.REVIEW_TIMEOUT_SECONDS * 1_000,
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(baseUrl === undefined ? {} : { baseUrl }),
    },
  };
}
