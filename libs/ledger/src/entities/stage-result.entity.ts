import type { PipelineEvent, Stage, StageOutcome } from '@trademaster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a stage made of one event at one attempt. Written once, never changed. */
@Entity({ name: 'stage_result', schema: 'ledger' })
export class StageResultRow {
  @PrimaryColumn({ type: 'text' }) stage: Stage;
  @PrimaryColumn({ name: 'input_event_id', type: 'text' }) inputEventId: string;
  @PrimaryColumn({ type: 'int' }) attempt: number;
  @Column({ type: 'text' }) kind: StageOutcome['kind'];
  /** `json`, not `jsonb`: a duplicate delivery publishes the text that the first one published. */
  @Column({ type: 'json' }) outputs: PipelineEvent[];
  @Column({ name: 'completed_at', type: 'timestamptz', default: () => 'clock_timestamp()' }) completedAt: Date;
}
