import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A request by its identity (source, dag_id, client id), and what exactly was asked for. */
@Entity({ name: 'request', schema: 'ledger' })
export class RequestRow {
  @PrimaryColumn({ name: 'request_id', type: 'uuid' }) requestId: string;
  @Column({ type: 'text' }) source: string;
  @Column({ name: 'dag_id', type: 'text' }) dagId: string;
  /** The requester's own id: the CloudEvent's, for Airflow its run id. */
  @Column({ name: 'client_id', type: 'text' }) clientId: string;
  @Column({ name: 'execution_id', type: 'text' }) executionId: string;
  @Column({ name: 'payload_sha256', type: 'text' }) payloadSha256: string;
  /** MLflow's parent run, batches only. */
  @Column({ name: 'parent_run_id', type: 'text', nullable: true }) parentRunId: string | null;
  @Column({ name: 'recorded_at', type: 'timestamptz', default: () => 'clock_timestamp()' }) recordedAt: Date;
}
