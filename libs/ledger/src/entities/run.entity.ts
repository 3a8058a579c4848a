import type { Mode, RunEnd, RunStatus } from '@trademaster/contracts';
import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

export type LedgerRunStatus = 'RUNNING' | RunStatus;

/** One symbol of a request: its MLflow run and where it stands. */
@Entity({ name: 'run', schema: 'ledger' })
@Unique('run_request_symbol', ['requestId', 'symbol'])
@Index('run_pending', ['deadlineAt'], { where: `status = 'RUNNING'` })
export class RunRow {
  /** MLflow's. */
  @PrimaryColumn({ name: 'run_id', type: 'text' }) runId: string;
  @Column({ name: 'request_id', type: 'uuid' }) requestId: string;
  @Column({ type: 'text' }) symbol: string;
  @Column({ type: 'text' }) mode: Mode;
  @Column({ name: 'experiment_id', type: 'text' }) experimentId: string;
  @Column({ name: 'parent_run_id', type: 'text', nullable: true }) parentRunId: string | null;
  @Column({ type: 'int', default: 0 }) attempt: number;
  @Column({ type: 'text', default: 'RUNNING' }) status: LedgerRunStatus;
  @Column({ name: 'deadline_at', type: 'timestamptz' }) deadlineAt: Date;
  /** How the last ended attempt ended; null while none has. */
  @Column({ name: 'ended_as', type: 'json', nullable: true }) end: RunEnd | null;
  @Column({ name: 'recorded_at', type: 'timestamptz', default: () => 'clock_timestamp()' }) recordedAt: Date;
}
