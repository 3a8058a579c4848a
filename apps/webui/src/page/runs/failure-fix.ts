import type { Failure } from '@trademaster/contracts';
import type { ErrorCode } from '@trademaster/errors';

const AGAIN = 'Retry it: the run goes on from the stage that failed.';
const ANEW = 'Then request a new run: a retry would ask for the same again.';

/** What a person can do about each way to fail. */
const FIXES: Record<ErrorCode, string> = {
  request_invalid: `Correct the named field. ${ANEW}`,
  request_conflict: 'This request id was used before with another payload: request it under a new id.',
  config_invalid: `Correct the named key: in the request, or in the symbol's workflow link. ${ANEW}`,
  message_unreadable:
    'Something else than the pipeline wrote to its topics: look at the dead letters (trademaster dlt list).',
  message_invalid:
    'Something else than this version of the pipeline wrote the event: look at the dead letters (trademaster dlt list).',
  data_unavailable: `The market data source was away. ${AGAIN}`,
  data_not_found: `Check data.source and data.ticker (for csv data.path) of the symbol. ${ANEW}`,
  data_invalid: `Mend the named row of the data, or use another source. ${AGAIN}`,
  data_too_short: `Ask for more bars (data.lookback_bars), smaller windows (split), or a symbol with a longer history. ${ANEW}`,
  data_stale: `Bring the data up to date and retry, or request a run with as_of to decide about the past.`,
  model_not_found: `Train the symbol first (mode both or train_backtest), or name a model in model_uri. ${ANEW}`,
  model_mismatch: `Name a model that was trained on this symbol, source and bar size, or train a new one. ${ANEW}`,
  model_invalid: `Train the model anew (mode both). ${ANEW}`,
  training_invalid: `Correct the training settings that the message names. ${ANEW}`,
  training_diverged: `Lower training.learning_rate. ${ANEW}`,
  training_cancelled: AGAIN,
  review_invalid: `The model's answer was not usable. ${AGAIN} If it happens again, use another model.`,
  review_unavailable: `The model endpoint was away: check OPENAI_BASE_URL. ${AGAIN}`,
  review_refused: `Check the key and the model name of the reviewer. ${AGAIN}`,
  review_budget_exceeded: `Raise the reviewer's budget, or lower review.max_rounds. ${AGAIN}`,
  mlflow_unavailable: `See that MLflow is up. ${AGAIN}`,
  mlflow_rejected: `See what MLflow says of it (its log, its permissions). ${AGAIN}`,
  artifact_not_found: 'The bytes are gone from the artifact store: restore them and retry, or request a new run.',
  artifact_corrupt: 'The bytes were changed in the artifact store: restore them and retry, or request a new run.',
  webui_unavailable: `See that the WebUI is up. ${AGAIN}`,
  webui_rejected: `See WEBUI_TOKEN, and what the WebUI's log says. ${AGAIN}`,
  ledger_unavailable: `See that PostgreSQL is up. ${AGAIN}`,
  broker_unavailable: `See that Kafka is up. ${AGAIN}`,
  deadline_exceeded: `See whether the named stage is up, or give it more time (timeout_minutes). ${AGAIN}`,
  run_unknown: 'No run has this id.',
  run_not_failed: 'Only a failed run can be retried.',
  environment_invalid: `Correct the named variable and start the service again. ${AGAIN}`,
  internal: `This is a defect: the log of the service that failed has its cause. ${AGAIN}`,
};

export function fixOf({ code }: Failure): string {
  return FIXES[code];
}
