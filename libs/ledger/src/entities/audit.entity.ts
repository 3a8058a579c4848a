import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody's doing, by hand, to what has happened already. Rows are only added; `outcome` is filled in once. */
@Entity({ name: 'audit', schema: 'ledger' })
export class AuditRow {
  @PrimaryColumn({ name: 'audit_id', type: 'uuid' }) auditId: string;
  @Column({ name: 'recorded_at', type: 'timestamptz', default: () => 'clock_timestamp()' }) recordedAt: Date;
  /** Who. */
  @Column({ name: 'done_by', type: 'text' }) by: string;
  /** `replay`, `replay as new`, `dlt redrive`. */
  @Column({ type: 'text' }) action: string;
  @Column({ type: 'text' }) why: string;
  /** False for a look without effect. */
  @Column({ type: 'boolean' }) committed: boolean;
  /** What was selected, and how. */
  @Column({ type: 'json' }) what: object;
  /** What came of it; null while it is under way, or when it broke off. */
  @Column({ type: 'json', nullable: true }) outcome: object | null;
}
