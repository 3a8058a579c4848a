import { ERROR_CODES, type ErrorCode } from './error-codes';

export interface PipelineErrorDetails {
  /** Dotted name of the offending field, in the words of the wire (`config.training.learning_rate`). */
  field?: string;
  cause?: unknown;
  /** Overrides the code's own answer to "can trying again help?". */
  retryable?: boolean;
}

/** The one root of every error that the project throws on purpose. */
export class PipelineError extends Error {
  readonly code: ErrorCode;
  readonly field?: string;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, details: PipelineErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'PipelineError';
    this.code = code;
    if (details.field !== undefined) this.field = details.field;
    this.retryable = details.retryable ?? ERROR_CODES[code].retryable;
  }
}

/** Anything thrown becomes a PipelineError; what is not one of ours is `internal`, with its cause kept. */
export function asPipelineError(thrown: unknown): PipelineError {
  if (thrown instanceof PipelineError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new PipelineError('internal', message, { cause: thrown });
}
