import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A test result of one trial (EVALUATION: a distinct hash of everything that was chosen) on one window. */
@Entity({ name: 'trial', schema: 'ledger' })
@Index('trial_series', ['symbol', 'source', 'barSize', 'profile'])
export class TrialRow {
  @PrimaryColumn({ name: 'trial_sha256', type: 'text' }) trialSha256: string;
  /** Session dates, both ends included. As `text`: YYYY-MM-DD sorts by time. */
  @PrimaryColumn({ name: 'first_test_date', type: 'text' }) firstTestDate: string;
  @PrimaryColumn({ name: 'last_test_date', type: 'text' }) lastTestDate: string;
  @Column({ type: 'text' }) symbol: string;
  @Column({ type: 'text' }) source: string;
  @Column({ name: 'bar_size', type: 'text' }) barSize: string;
  @Column({ type: 'text' }) profile: string;
  /** Per bar, never annualised; null where the trial has none. */
  @Column({ type: 'double precision', nullable: true }) sharpe: number | null;
  @Column({ name: 'run_id', type: 'text' }) runId: string;
  @Column({ name: 'recorded_at', type: 'timestamptz', default: () => 'clock_timestamp()' }) recordedAt: Date;
}
