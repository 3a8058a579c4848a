export { ERROR_CODES, type ErrorCode } from './error-codes';
export { PipelineError, asPipelineError, type PipelineErrorDetails } from './pipeline-error';
