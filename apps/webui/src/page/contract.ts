import type {
  ArtifactRef,
  BacktestResult,
  EventType,
  Failure,
  InferenceResult,
  Mode,
  RunContext,
  Stage,
  TradingSignal,
  TrainingResult,
} from '@trademaster/contracts';

/**
 * What the page's own routes answer, all under `/api/page`. Types only: the client imports them with `import type`.
 * Errors have the WebUI's form, `{detail: string}` or `{detail: [{loc, msg, type}]}`; 401 where WEBUI_TOKEN is set and
 * neither it nor the session cookie is sent.
 */

/** GET, POST and DELETE session. */
export interface Session {
  token_needed: boolean;
  signed_in: boolean;
}

/** A line of the list of runs. Times are RFC 3339. */
export interface RunRow {
  run_id: string;
  request_id: string;
  symbol: string;
  mode: Mode | null;
  status: 'RUNNING' | 'FINISHED' | 'FAILED';
  attempt: number;
  /** Stage that works now, or that failed; null when it has finished. */
  stage: Stage | null;
  started_at: string;
  ended_at: string | null;
  /** Of finished runs with a decision, as confidence_score and provenance. */
  action: 'BUY' | 'SELL' | 'HOLD' | null;
  /** 0..100. */
  confidence_score: number | null;
  /** Null while the bars are not there yet. */
  simulated: boolean | null;
  historical: boolean | null;
  provenance: 'model' | 'rules' | null;
  failure: Failure | null;
}

/** GET runs?limit=100&offset=0&symbol=&status= , newest first. */
export interface RunPage {
  runs: RunRow[];
  /** Of all pages. */
  total: number;
}

/** What the card of `npm start` shows, for the newest decision. */
export interface Decision {
  run: RunRow;
  signal: TradingSignal;
  decision_sha256: string;
  context: RunContext;
  training: TrainingResult | null;
  inference: InferenceResult | null;
  mlflow_url: string;
}

export interface ServiceHealth {
  name: string;
  ready: boolean;
  /** Failing dependencies with the reason, or why nothing is known. */
  problems: string[];
}

/** GET overview. */
export interface Overview {
  latest: Decision | null;
  /** Newest decision of each symbol. */
  decisions: RunRow[];
  running: RunRow[];
  services: ServiceHealth[];
  /** Everything up to this seq is in this view, and perhaps more: from here the stream goes on. */
  seq: number;
}

export type StageState = 'not_needed' | 'waiting' | 'running' | 'done' | 'failed';

export interface StageView {
  stage: Stage;
  state: StageState;
  started_at: string | null;
  ended_at: string | null;
  /** 0..1, trainer only. */
  share_done: number | null;
}

/** GET runs/:run_id. What the run has not come to yet is null. */
export interface RunDetail {
  run: RunRow;
  dag_id: string | null;
  execution_id: string | null;
  stages: StageView[];
  context: RunContext | null;
  training: TrainingResult | null;
  inference: InferenceResult | null;
  signal: TradingSignal | null;
  decision_sha256: string | null;
  note: string | null;
  /** What to do about the failure, in words. */
  fix: string | null;
  /** By name: bars, model, policy, transcript, claims, report, … with the address that people can open. */
  artifacts: Record<string, ArtifactRef & { http_url: string }>;
  /** As MLflow's params. */
  params: Record<string, string>;
  mlflow_url: string | null;
  /** As the overview's. */
  seq: number;
}

export interface Bar {
  /** Session, YYYY-MM-DD. */
  date: string;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number | null;
}

export interface Trade {
  date: string;
  side: 'buy' | 'sell';
  /** Slippage included. */
  price: number;
  /** Held at that session's close, share of equity. */
  position: number;
}

/** GET runs/:run_id/chart. */
export interface RunChart {
  bars: Bar[];
  /** Of the out-of-sample backtest; none for a run that loaded its model. */
  trades: Trade[];
  /** Zone in which sessions are days, IANA: for the axis' second label. */
  timezone: string;
  /** On the last bar. */
  signal: { date: string; action: 'BUY' | 'SELL' | 'HOLD' } | null;
  levels: { entry: number; stop: number; target: number } | null;
}

export interface Curve {
  name: string;
  /** Starts at 1. */
  equity: number[];
  /** Fractions ≤ 0. */
  drawdown: number[];
}

/** GET runs/:run_id/backtest. All lists have the length of `dates`. */
export interface RunBacktest {
  dates: string[];
  /** policy, buy_and_hold and whatever other baselines have a path. */
  curves: Curve[];
  /** Quartiles of equity over the single seeds; null where their paths were not kept. */
  seeds: { low: number[]; median: number[]; high: number[] } | null;
  result: BacktestResult;
}

/** GET runs/:run_id/training: live points while it trains, the artifact's afterwards. */
export interface TrainingPoint {
  seed: number;
  epoch: number;
  epochs: number | null;
  /** Known afterwards only. */
  loss: number | null;
  validation_return: number;
}

export type ClaimStatus = 'supported' | 'contradicted' | 'unsupported';

export interface MarkedClaim {
  text: string;
  /** Where `text` begins, in the message or in the decider's field. */
  start: number;
  status: ClaimStatus;
  /** Of the decider's answer: `reasoning`, `key_factors[0]`. */
  field: string | null;
  /** Path of the fact, and what stands there. */
  path: string | null;
  fact: unknown;
  /** Name of the artifact that the fact was computed from. */
  artifact: string | null;
}

export interface ReviewMessage {
  index: number;
  source: string;
  type: string;
  content: string;
  claims: MarkedClaim[];
}

/** GET runs/:run_id/review. */
export interface RunReview {
  messages: ReviewMessage[];
  stop_reason: string;
  provenance: 'model' | 'rules';
  /** 0..1; null when no number was stated. */
  grounded_share: number | null;
}

/** GET runs/:run_id/events, and each event of the stream. */
export interface StoredEvent {
  /** Grows with each event that was stored, with gaps. */
  seq: number;
  event_id: string;
  type: EventType;
  attempt: number;
  run_id: string | null;
  request_id: string | null;
  symbol: string | null;
  /** Of the request: every event of a run has the same. */
  time: string;
  /** When Kafka took the event. */
  received_at: string;
  data: unknown;
}

/** GET request-form. */
export interface RequestForm {
  /** JSON Schema of run.requested, and of its `config`. */
  schema: object;
  config_schema: object;
  /** What stands where a request says nothing: its mode, and every key of its config that has a default. */
  defaults: Record<string, unknown>;
}

/** POST requests and POST sample answer 202 with it; the header Idempotency-Key makes a second post the same request. */
export interface Requested {
  request_id: string;
}

/** POST runs/:run_id/retry answers 202 with it. */
export interface RetryRequested {
  attempt: number;
}

/** GET requests/:request_id. */
export interface RequestView {
  request_id: string;
  /** requested, running, and then succeeded, failed or skipped. */
  status: string;
  message: string | null;
  failure: Failure | null;
  runs: RunRow[];
}

/** `event: reset` of the stream: what was asked for is unknown here, or too much; load anew, the stream goes on from `seq`. */
export interface StreamReset {
  seq: number;
}
