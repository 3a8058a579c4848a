import type { EventType, PipelineEvent } from '@trademaster/contracts';
import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/**
 * An event about a run or a request, kept once per attempt. An event that a retry publishes again has its first id and
 * a higher attempt, so ids are unique within an attempt only.
 */
@Entity({ name: 'fact', schema: 'ledger' })
@Unique('fact_event_attempt', ['eventId', 'attempt'])
export class FactRow {
  /** Run id, or request id for what concerns a whole request. */
  @PrimaryColumn({ name: 'subject_id', type: 'text' }) subjectId: string;
  @PrimaryColumn({ type: 'text' }) type: EventType;
  @PrimaryColumn({ type: 'int' }) attempt: number;
  @Column({ name: 'event_id', type: 'text' }) eventId: string;
  @Column({ type: 'json' }) event: PipelineEvent;
  @Column({ name: 'recorded_at', type: 'timestamptz', default: () => 'clock_timestamp()' }) recordedAt: Date;
}
