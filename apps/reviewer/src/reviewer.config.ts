import type { TokenPrices } from '@trademaster/contracts';
import type { ReviewBudget } from '@trademaster/decision';
import { readEnvironment, Variable } from '@trademaster/environment';
import { PipelineError } from '@trademaster/errors';
import { Type } from 'class-transformer';
import { IsInt, IsNumber, IsOptional, IsString, IsUrl, Matches, Max, Min } from 'class-validator';

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

  @Variable(
    "Azure's api-version; OPENAI_BASE_URL is then https://RESOURCE.openai.azure.com/openai/deployments/DEPLOYMENT",
    {
      otherwise: 'no Azure',
    },
  )
  @IsOptional()
  @Matches(/^[\w-]{1,40}$/)
  OPENAI_API_VERSION?: string;

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

  @Variable('Calls that one reviewer has under way at a time', { default: '8' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  REVIEW_CONCURRENCY: number;

  @Variable('Most tokens of one review, prompt and completion together', { otherwise: 'no limit' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  REVIEW_MAX_TOKENS?: number;

  @Variable('Most US dollars of one review; needs both prices', { otherwise: 'no limit' })
  @IsOptional()
  @Type(() => Number)
  @IsNumber()
  @Min(0)
  REVIEW_MAX_USD?: number;

  @Variable('Price of a million prompt tokens in US dollars', { otherwise: 'costs are not known' })
  @IsOptional()
  @Type(() => Number)
  @IsNumber()
  @Min(0)
  REVIEW_PROMPT_USD_PER_MTOK?: number;

  @Variable('Price of a million completion tokens in US dollars', { otherwise: 'costs are not known' })
  @IsOptional()
  @Type(() => Number)
  @IsNumber()
  @Min(0)
  REVIEW_COMPLETION_USD_PER_MTOK?: number;
}

export interface ReviewerConfig {
  /** The language model to ask; without it the rule-based team reviews. */
  endpoint?: { model: string; apiKey?: string; baseUrl?: string; apiVersion?: string; timeoutMs: number };
  concurrency?: number;
  budget?: ReviewBudget;
  prices?: TokenPrices;
  teamPath?: string;
}

/** An empty variable counts as absent. Errors: `environment_invalid` naming the variable. */
export function reviewerConfig(environment: NodeJS.ProcessEnv = process.env): ReviewerConfig {
  const given = readEnvironment(ReviewerEnvironment, environment);
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, OPENAI_API_VERSION: apiVersion } = given;
  const { REVIEW_TEAM: teamPath } = given;
  const team = teamPath === undefined ? {} : { teamPath };
  if (apiKey === undefined && baseUrl === undefined) return team;
  return {
    ...team,
    endpoint: {
      model: given.OPENAI_MODEL,
      timeoutMs: given.REVIEW_TIMEOUT_SECONDS * 1_000,
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(apiVersion === undefined ? {} : { apiVersion }),
    },
    concurrency: given.REVIEW_CONCURRENCY,
    ...spending(given),
  };
}

function spending(given: ReviewerEnvironment): Pick<ReviewerConfig, 'budget' | 'prices'> {
  const { REVIEW_MAX_TOKENS: tokens, REVIEW_MAX_USD: usd } = given;
  const { REVIEW_PROMPT_USD_PER_MTOK: prompt, REVIEW_COMPLETION_USD_PER_MTOK: completion } = given;
  const priced = prompt !== undefined && completion !== undefined;
  if (!priced && (usd ?? prompt ?? completion) !== undefined) {
    const field = prompt === undefined ? 'REVIEW_PROMPT_USD_PER_MTOK' : 'REVIEW_COMPLETION_USD_PER_MTOK';
    throw new PipelineError(
      'environment_invalid',
      `${field} is missing: costs need the price of prompt and completion`,
      {
        field,
      },
    );
  }
  return {
    budget: { ...(tokens === undefined ? {} : { tokens }), ...(usd === undefined ? {} : { usd }) },
    ...(priced ? { prices: { prompt, completion } } : {}),
  };
}
