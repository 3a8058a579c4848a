import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One reply of a language model, kept before anybody used it. */
@Entity({ name: 'model_reply', schema: 'ledger' })
export class ModelReplyRow {
  @PrimaryColumn({ name: 'run_id', type: 'text' }) runId: string;
  @PrimaryColumn({ type: 'int' }) call: number;
  @PrimaryColumn({ name: 'request_sha256', type: 'text' }) requestSha256: string;
  @Column({ type: 'text' }) reply: string;
  @Column({ name: 'recorded_at', type: 'timestamptz', default: () => 'clock_timestamp()' }) recordedAt: Date;
}
