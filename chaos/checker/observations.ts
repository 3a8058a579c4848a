/** A request of the campaign and the decision that its like came to when nothing was in the way. */
export interface Expected {
  requestId: string;
  symbol: string;
  decisionSha256: string;
}

/** What is there afterwards, as four stores show it to anybody. Nothing in it went through the pipeline's own libs. */
export interface Observed {
  kafka: {
    events: SeenEvent[];
    /** Messages that were given up. */
    deadLetters: { topic: string; key: string; reason: string }[];
    /** Records that a group has not committed. */
    uncommitted: { group: string; topic: string; partition: number; records: number }[];
  };
  ledger: {
    requests: { requestId: string }[];
    runs: { runId: string; requestId: string; symbol: string; status: string }[];
  };
  mlflow: { runId: string; requestId: string; status: string; decisionSha256: string | undefined }[];
  webui: { id: number; runId: string; type: string; decisionSha256: string | undefined }[];
}

export interface SeenEvent {
  /** `signal.reviewed` and so on. */
  type: string;
  id: string;
  attempt: number;
  requestId: string | undefined;
  runId: string | undefined;
  /** Of the data's bytes. */
  sha256: string;
  /** As far as the event names one. */
  decisionSha256: string | undefined;
  /** Of `request.completed` and `run.persisted`. */
  status: string | undefined;
}
