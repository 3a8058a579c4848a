import type { PinnedModel } from '@trademaster/contracts';
import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** Every promotion there ever was; the newest of a series is the champion. */
@Entity({ name: 'champion', schema: 'ledger' })
@Unique('champion_cause', ['cause'])
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
  /** What promoted it; the same cause promotes once: `run <id>` for a run's own success. */
  @Column({ type: 'text' }) cause: string;
  /** `first`, what the contest found, or what somebody said. */
  @Column({ type: 'text' }) reason: string;
  /** Of the model's own backtest. */
  @Column({ type: 'text', nullable: true }) verdict: string | null;
  /** `trademaster`, or the person who asked. */
  @Column({ name: 'promoted_by', type: 'text' }) promotedBy: string;
  @Column({ name: 'promoted_at', type: 'timestamptz', default: () => 'clock_timestamp()' }) promotedAt: Date;
}
