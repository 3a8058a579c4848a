import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A bar as a source gave it, and the first run that was given it so; all null: that there is none any more. */
@Entity({ name: 'stored_bar', schema: 'ledger' })
export class StoredBarRow {
  @PrimaryColumn({ type: 'text' }) source: string;
  /** The source's own name of the instrument. */
  @PrimaryColumn({ type: 'text' }) ticker: string;
  /** File or folder; empty for sources without one. */
  @PrimaryColumn({ type: 'text' }) path: string;
  /** Session date, YYYY-MM-DD. */
  @PrimaryColumn({ type: 'text' }) date: string;
  @PrimaryColumn({ name: 'run_id', type: 'text' }) runId: string;
  @Column({ type: 'double precision', nullable: true }) open: number | null;
  @Column({ type: 'double precision', nullable: true }) high: number | null;
  @Column({ type: 'double precision', nullable: true }) low: number | null;
  @Column({ type: 'double precision', nullable: true }) close: number | null;
  @Column({ type: 'double precision', nullable: true }) volume: number | null;
  @Column({ name: 'recorded_at', type: 'timestamptz', default: () => 'clock_timestamp()' }) recordedAt: Date;
}
