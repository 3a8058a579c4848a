import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsInstant } from './instant';
import { ERROR_CODES, type ErrorCode } from '@trademaster/errors';
import { MODES, type Mode, type Stage, STAGES } from './pipeline';
import { RUN_ID_PATTERN } from './run-context.dto';
import { RequestRef } from './run-request.dto';
import { TradingSignal } from './trading-signal.dto';

const CODES = Object.keys(ERROR_CODES);

/** Where and why something ended badly. */
export class Failure {
  @IsIn(STAGES) stage: Stage;
  @IsIn(CODES) code: ErrorCode;
  @IsOptional() @IsString() field?: string;
  @IsString() message: string;
  @IsBoolean() retryable: boolean;
}

export class SkippedSymbol {
  @IsString() symbol: string;
  /** `over max_symbols (10)`, `outside_session`, … */
  @IsString() reason: string;
}

export class ExpectedRun {
  @Matches(RUN_ID_PATTERN) run_id: string;
  @IsString() experiment_id: string;
  @IsString() symbol: string;
  /** The run's own, where its symbol's configuration has another time-out than the request. */
  @IsOptional() @IsInstant() deadline_at?: string;
}

/** `request.resolved`: which runs this request will have. */
export class RequestResolved extends RequestRef {
  @IsIn(MODES) mode: Mode;
  @IsArray() @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => ExpectedRun) runs: ExpectedRun[];
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => SkippedSymbol)
  skipped: SkippedSymbol[];
  /** Batches only. */
  @IsOptional() @Matches(RUN_ID_PATTERN) parent_run_id?: string;
  @IsOptional() @IsString() experiment_id?: string;
  @IsInstant() deadline_at: string;
  /** For people: why there is nothing to do, for example. */
  @IsOptional() @IsString() note?: string;
  /** True when the pipeline is switched off: nothing was looked up. */
  @IsOptional() @IsBoolean() switched_off?: boolean;
}

/** `request.failed`: nothing could be started. */
export class RequestFailed extends RequestRef {
  @IsObject() @ValidateNested() @Type(() => Failure) failure: Failure;
}

/** `run.failed` */
export class RunFailed {
  @Matches(RUN_ID_PATTERN) run_id: string;
  /** Unknown when only the message's key could be read. */
  @IsOptional() @IsString() request_id?: string;
  @IsOptional() @IsString() symbol?: string;
  @IsObject() @ValidateNested() @Type(() => Failure) failure: Failure;
}

export const RUN_STATUSES = ['FINISHED', 'FAILED'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** One run's end, as command line, web page and Airflow show it. */
export class RunEnd {
  @Matches(RUN_ID_PATTERN) run_id: string;
  @IsString() experiment_id: string;
  @IsString() symbol: string;
  @IsIn(RUN_STATUSES) status: RunStatus;
  @IsInt() @Min(0) attempt: number;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => Failure) failure?: Failure;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TradingSignal) signal?: TradingSignal;
  @IsOptional() @Matches(/^[0-9a-f]{64}$/) decision_sha256?: string;
  /** For people: `train_backtest: no inference, no review, no signal`. */
  @IsOptional() @IsString() note?: string;
}

/** `run.persisted`: MLflow and the WebUI have everything. */
export class RunPersisted extends RequestRef {
  @IsIn(MODES) mode: Mode;
  @IsObject() @ValidateNested() @Type(() => RunEnd) run: RunEnd;
}

export const REQUEST_STATUSES = ['succeeded', 'failed', 'skipped'] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

/** `request.completed`: once per attempt, when every run of the request has ended. */
export class RequestCompleted extends RequestRef {
  /** succeeded: no run failed (also with zero runs); skipped: the pipeline is switched off. */
  @IsIn(REQUEST_STATUSES) status: RequestStatus;
  @IsString() message: string;
  @IsArray() @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => RunEnd) runs: RunEnd[];
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => SkippedSymbol)
  skipped: SkippedSymbol[];
  @IsOptional() @IsObject() @ValidateNested() @Type(() => Failure) failure?: Failure;
  /** True when the same request was sent again and this is the recorded outcome. */
  @IsBoolean() repeated: boolean;
}
