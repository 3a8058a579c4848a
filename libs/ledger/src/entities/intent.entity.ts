import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An effect outside PostgreSQL: planned before it is tried, done once it was found there. */
@Entity({ name: 'intent', schema: 'ledger' })
export class IntentRow {
  /** What kind of effect: `webui.signal`, `mlflow.model_version`, … */
  @PrimaryColumn({ type: 'text' }) kind: string;
  /** Which one: the run id, as a rule. */
  @PrimaryColumn({ type: 'text' }) key: string;
  @Column({ type: 'text', default: 'planned' }) state: 'planned' | 'done';
  @Column({ type: 'json', nullable: true }) result: unknown;
  @Column({ name: 'planned_at', type: 'timestamptz', default: () => 'clock_timestamp()' }) plannedAt: Date;
  @Column({ name: 'done_at', type: 'timestamptz', nullable: true }) doneAt: Date | null;
}
