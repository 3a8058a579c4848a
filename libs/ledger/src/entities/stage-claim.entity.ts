import type { Stage } from '@trademaster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who works on what until when, by the database's clock. */
@Entity({ name: 'stage_claim', schema: 'ledger' })
export class StageClaimRow {
  @PrimaryColumn({ type: 'text' }) stage: Stage;
  @PrimaryColumn({ name: 'input_event_id', type: 'text' }) inputEventId: string;
  @PrimaryColumn({ type: 'int' }) attempt: number;
  @Column({ type: 'uuid' }) token: string;
  @Column({ name: 'expires_at', type: 'timestamptz' }) expiresAt: Date;
}
