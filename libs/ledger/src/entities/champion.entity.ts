import type { PinnedModel } from '@trademaster/contracts';
import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** Every model that became champion; the newest of a series is the champion. */
@Entity({ name: 'champion', schema: 'ledger' })
@Unique('champion_run', ['runId'])
@Index('champion_series', ['symbol', 'source', 'barSize', 'profile', 'promotion'])
export class ChampionRow {
  /** Counts up: which of two came later. */
  @PrimaryColumn({ type: 'int', generated: 'identity', generatedIdentity: 'ALWAYS' }) promotion: number;
  @Column({ type: 'text' }) symbol: string;
  @Column({ type: 'text' }) source: string;
  @Column({ name: 'bar_size', type: 'text' }) barSize: string;
  @Column({ type: 'text' }) profile: string;
  @Column({ name: 'run_id', type: 'text' }) runId: string;
  @Column({ type: 'json' }) model: PinnedModel;
  /** `first`, or what the comparison found. */
  @Column({ type: 'text' }) reason: string;
  @Column({ name: 'promoted_at', type: 'timestamptz', default: () => 'clock_timestamp()' }) promotedAt: Date;
}
