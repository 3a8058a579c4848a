import type { RequestCompleted } from '@trademaster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A request's end, once per attempt. */
@Entity({ name: 'request_completion', schema: 'ledger' })
export class RequestCompletionRow {
  @PrimaryColumn({ name: 'request_id', type: 'uuid' }) requestId: string;
  @PrimaryColumn({ type: 'int' }) attempt: number;
  @Column({ type: 'json' }) completed: RequestCompleted;
  @Column({ name: 'recorded_at', type: 'timestamptz', default: () => 'clock_timestamp()' }) recordedAt: Date;
}
