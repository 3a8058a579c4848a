import { IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, Length, Matches, Min } from 'class-validator';
import { MODES, type Mode } from './pipeline';
import { AS_OF_PATTERN } from './run-config.dto';

export const PIPELINE_DAG_ID = 'trademaster_autogen_pipeline_workflow';
export const SYMBOL_PATTERN = /^[A-Z][A-Z0-9.-]{0,19}$/;

/**
 * `run.requested`: somebody wants decisions. The CloudEvent's own id is the requester's id of the request
 * (Airflow's run id): together with source and dag_id it is the request's identity.
 */
export class RunRequested {
  @IsOptional() @IsString() @Length(1, 250) dag_id?: string;
  /** Shown in the WebUI as execution_id; default: the CloudEvent's id. */
  @IsOptional() @IsString() @Length(1, 250) execution_id?: string;
  /** Without it: every enabled symbol with an active link to the dag_id. */
  @IsOptional()
  @IsString()
  @Matches(SYMBOL_PATTERN, { message: 'symbol must be 1-20 of A-Z, 0-9, "." and "-", starting with a letter' })
  symbol?: string;
  @IsOptional() @IsIn(MODES, { message: `mode must be one of ${MODES.join(', ')}` }) mode?: Mode;
  /** A RunConfig; validated apart, so that its refusals name the key. */
  @IsOptional() @IsObject() config?: Record<string, unknown>;
  /** Only bars closed by then count. Same as `config.as_of`. */
  @IsOptional() @IsString() @Matches(AS_OF_PATTERN) as_of?: string;
  /** A new run from the recorded snapshot, configuration and pins of this one; nothing else may be asked for then. */
  @IsOptional() @Matches(/^[0-9a-f]{32}$/) replay_of?: string;
  /** Sent by the existing backend; kept as tags. */
  @IsOptional() @IsInt() @Min(0) conid?: number;
  @IsOptional() @IsInt() @Min(0) workflow_symbol_id?: number;
}

/** `run.retry_requested`: take a failed run up again from the stage that failed. */
export class RunRetryRequested {
  @IsString() @Matches(/^[0-9a-f]{32}$/) run_id: string;
  /** The attempt to start: one more than the run's last. Without it: the next one. */
  @IsOptional() @IsInt() @Min(1) attempt?: number;
  /** Who asks, for the trail. */
  @IsOptional() @IsString() @Length(1, 250) requested_by?: string;
}

/** Identity fields that every request-level event has. */
export class RequestRef {
  @IsUUID() request_id: string;
  @IsString() dag_id: string;
  @IsString() execution_id: string;
}
