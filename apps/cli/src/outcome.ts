import type {
  Failure,
  RequestCompleted,
  RequestStatus,
  RunEnd,
  RunPersisted,
  SkippedSymbol,
} from '@trademaster/contracts';

/** What `--json` prints: one object. */
export interface Outcome {
  request_id: string;
  status: RequestStatus | 'requested';
  runs: Pick<RunEnd, 'run_id' | 'experiment_id' | 'symbol' | 'status' | 'failure' | 'signal' | 'decision_sha256'>[];
  /** Why nothing could be started. */
  failure?: Failure;
  /** Symbols that were left out, with the reason; absent when none was. */
  skipped?: SkippedSymbol[];
}

export function outcomeOfRequest({ request_id, status, runs, failure, skipped }: RequestCompleted): Outcome {
  return {
    request_id,
    status,
    runs: runs.map(runOf),
    ...(failure === undefined ? {} : { failure }),
    ...(skipped.length === 0 ? {} : { skipped }),
  };
}

export function outcomeOfRun({ request_id, run }: RunPersisted): Outcome {
  return { request_id, status: run.status === 'FINISHED' ? 'succeeded' : 'failed', runs: [runOf(run)] };
}

/** 0 only when nothing failed. */
export function exitCodeOf({ status }: Outcome): number {
  return status === 'failed' ? 1 : 0;
}

function runOf({
  run_id,
  experiment_id,
  symbol,
  status,
  failure,
  signal,
  decision_sha256,
}: RunEnd): Outcome['runs'][number] {
  return {
    run_id,
    experiment_id,
    symbol,
    status,
    ...(failure === undefined ? {} : { failure }),
    ...(signal === undefined ? {} : { signal }),
    ...(decision_sha256 === undefined ? {} : { decision_sha256 }),
  };
}
