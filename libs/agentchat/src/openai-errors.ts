import { APIConnectionError, APIError, APIUserAbortError, BadRequestError, UnprocessableEntityError } from 'openai';
import { type ErrorCode, PipelineError } from '@trademaster/errors';

export interface CallCircumstances {
  /** Is cut out of whatever the endpoint says. */
  secret?: string | undefined;
  /** The caller's own signal. */
  signal: AbortSignal;
  timeoutMs: number;
}

/** Which of the parameters in the body the endpoint refused by name, if that is what it said. */
export function refusedParameter<P extends string>(
  thrown: unknown,
  body: object,
  parameters: readonly P[],
): P | undefined {
  if (!(thrown instanceof BadRequestError || thrown instanceof UnprocessableEntityError)) return undefined;
  const said = `${thrown.param ?? ''} ${thrown.message}`.replaceAll('json_schema', 'response_format');
  return parameters.find((parameter) => parameter in body && said.includes(parameter));
}

/** What went wrong with a call, as one of our errors. Neither message nor cause holds the key. */
export function endpointError(thrown: unknown, { secret, signal, timeoutMs }: CallCircumstances): PipelineError {
  if (thrown instanceof PipelineError) return thrown;
  if (signal.aborted) return new PipelineError('review_unavailable', 'the review was interrupted');
  if (thrown instanceof APIUserAbortError || (thrown instanceof Error && /^(Abort|Timeout)Error$/.test(thrown.name))) {
    return new PipelineError('review_unavailable', `the model endpoint did not answer within ${timeoutMs / 1000} s`);
  }
  const said = redacted(thrown instanceof Error ? thrown.message : String(thrown), secret);
  const cause = new Error(said);
  if (!(thrown instanceof APIError) || thrown instanceof APIConnectionError || thrown.status === undefined) {
    return new PipelineError('review_unavailable', `the model endpoint did not answer: ${said}`, { cause });
  }
  return new PipelineError(codeOf(thrown.status as number, thrown.code), `the model endpoint answered ${said}`, {
    cause,
  });
}

function codeOf(status: number, code: string | null | undefined): ErrorCode {
  const transient = status === 408 || status === 409 || status === 429 || status >= 500;
  // A spent quota is reported as 429, but waiting does not refill it.
  return transient && code !== 'insufficient_quota' ? 'review_unavailable' : 'review_refused';
}

const MAX_SAID = 300;

/** Endpoints like to repeat a wrong key, whole or in part (`sk-ab***yz`). */
function redacted(text: string, secret: string | undefined): string {
  const withoutKey = secret === undefined ? text : text.replaceAll(secret, '[key]');
  return withoutKey
    .replace(/\b(sk|key|Bearer)[-_ ][^\s,;"']{4,}/gi, '[key]')
    .toWellFormed()
    .slice(0, MAX_SAID);
}
