/**
 * Every way a request or a run can fail. The list is closed: it is part of the wire contract (`run.failed.code`),
 * of MLflow's tags and of the command line's output. The value says whether trying the same work again can help.
 */
export const ERROR_CODES = {
  // what was asked for
  request_invalid: { retryable: false, means: 'the request does not validate; `field` names the offending field' },
  request_conflict: { retryable: false, means: 'the same request id was used before with another payload' },
  config_invalid: { retryable: false, means: 'a configuration key is unknown or its value is out of range' },
  // the message itself
  message_unreadable: { retryable: false, means: 'the bytes on the topic are not a CloudEvent with JSON data' },
  message_invalid: { retryable: false, means: "the event's data does not validate against its contract" },
  // market data
  data_unavailable: { retryable: true, means: 'the market data source did not answer' },
  data_not_found: { retryable: false, means: 'the market data source does not know the instrument or file' },
  data_invalid: {
    retryable: false,
    means: 'bars are unsorted, duplicated, non-positive or not finite; the row is named',
  },
  data_too_short: { retryable: false, means: 'too few closed bars for the windows that were asked for' },
  data_stale: { retryable: false, means: 'the last closed bar is older than three sessions' },
  // model and engine
  model_not_found: { retryable: false, means: 'no model is configured, or the configured one does not exist' },
  model_mismatch: { retryable: false, means: 'the model was trained on another symbol, source, bar size or profile' },
  model_invalid: { retryable: false, means: 'the model file cannot be read, or its policy does not fit its network' },
  training_invalid: { retryable: false, means: 'the training settings or series cannot give a policy' },
  training_diverged: { retryable: false, means: 'a loss or weight stopped being finite; the epoch is named' },
  training_cancelled: { retryable: true, means: 'training was interrupted by a shutdown' },
  // review
  review_invalid: { retryable: false, means: "the executor's answer did not validate after its repair turn" },
  review_unavailable: { retryable: true, means: 'the model endpoint did not answer' },
  review_refused: { retryable: false, means: 'the model endpoint refused the call (key, model name or policy)' },
  review_budget_exceeded: { retryable: false, means: 'the token or money budget of the review is spent' },
  // dependencies
  mlflow_unavailable: { retryable: true, means: 'MLflow did not answer' },
  mlflow_rejected: { retryable: false, means: 'MLflow refused a call' },
  artifact_not_found: { retryable: false, means: 'an artifact does not exist' },
  artifact_corrupt: { retryable: false, means: "an artifact's bytes do not have the sha256 of its reference" },
  webui_unavailable: { retryable: true, means: 'the WebUI did not answer' },
  webui_rejected: { retryable: false, means: 'the WebUI refused a call' },
  ledger_unavailable: { retryable: true, means: 'PostgreSQL did not answer' },
  broker_unavailable: { retryable: true, means: 'Kafka did not answer' },
  // life of a run
  deadline_exceeded: { retryable: false, means: 'the run did not end before its deadline' },
  run_unknown: { retryable: false, means: 'no run has this id' },
  run_not_failed: { retryable: false, means: 'only a failed run can be retried' },
  environment_invalid: { retryable: false, means: 'an environment variable is missing or has a bad value' },
  internal: { retryable: false, means: 'a defect of ours; the cause is in the log' },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;
