import { PipelineError } from '@trademaster/errors';

export interface ReviewerConfig {
  /** The language model to ask; without it the rule-based team reviews. */
  endpoint?: {
    model: string;
    apiKey?: string;
    baseUrl?: string;
    /** Longest that one call may take, its retries included. */
    timeoutMs: number;
  };
  /** File of the review team; default: the one that comes with the project. */
  teamPath?: string;
}

const DEFAULT_MODEL = 'gpt-4o-mini';
const DEFAULT_TIMEOUT_SECONDS = '120';

/**
 * OPENAI_API_KEY or OPENAI_BASE_URL (for endpoints without keys): ask a model. OPENAI_MODEL, REVIEW_TIMEOUT_SECONDS,
 * REVIEW_TEAM. An empty variable counts as absent. Errors: `environment_invalid` naming the variable, never its value
 * where that could be a secret.
 */
export function reviewerConfig(environment: NodeJS.ProcessEnv = process.env): ReviewerConfig {
  const apiKey = environment.OPENAI_API_KEY || undefined;
  const baseUrl = checkedUrl(environment.OPENAI_BASE_URL || undefined);
  const timeoutMs = checkedSeconds(environment.REVIEW_TIMEOUT_SECONDS || DEFAULT_TIMEOUT_SECONDS) * 1_000;
  const teamPath = environment.REVIEW_TEAM || undefined;
  return {
    ...(teamPath === undefined ? {} : { teamPath }),
    ...(apiKey === undefined && baseUrl === undefined
      ? {}
      : {
          endpoint: {
            model: environment.OPENAI_MODEL || DEFAULT_MODEL,
            timeoutMs,
            ...(apiKey === undefined ? {} : { apiKey }),
            ...(baseUrl === undefined ? {} : { baseUrl }),
          },
        }),
  };
}

function checkedUrl(url: string | undefined): string | undefined {
  if (url === undefined || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) return url;
  throw new PipelineError('environment_invalid', 'OPENAI_BASE_URL must be an http or https URL', {
    field: 'OPENAI_BASE_URL',
  });
}

function checkedSeconds(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 3_600) return seconds;
  throw new PipelineError('environment_invalid', `REVIEW_TIMEOUT_SECONDS must be above 0, at most 3600 (got ${text})`, {
    field: 'REVIEW_TIMEOUT_SECONDS',
  });
}
