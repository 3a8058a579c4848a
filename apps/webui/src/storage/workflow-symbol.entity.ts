import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryGeneratedColumn } from 'typeorm';
import type { Json } from './artifact.entity';
import { timestampAsText } from './timestamp';

/** A symbol that workflows trade. */
@Entity({ name: 'workflow_symbol' })
export class WorkflowSymbol {
  @PrimaryGeneratedColumn() id: number;
  @Column('text') symbol: string;
  @Column('text', { nullable: true }) name: string | null;
  @Column('boolean') enabled: boolean;
  /** Higher goes first. */
  @Column('integer') priority: number;
  @Column('integer', { nullable: true }) conid: number | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()', transformer: timestampAsText }) created_at: string;
  @Column('timestamptz', { nullable: true, transformer: timestampAsText }) updated_at: string | null;
  @OneToMany(() => WorkflowLink, (link) => link.workflow_symbol, { cascade: true }) workflows: WorkflowLink[];
}

/** One workflow that a symbol is assigned to. */
@Entity({ name: 'workflow_link' })
export class WorkflowLink {
  @PrimaryGeneratedColumn() link_id: number;
  @ManyToOne(() => WorkflowSymbol, (symbol) => symbol.workflows, { onDelete: 'CASCADE', orphanedRowAction: 'delete' })
  @JoinColumn({ name: 'workflow_symbol_id' })
  workflow_symbol?: WorkflowSymbol;
  @Column('text') dag_id: string;
  @Column('boolean') is_active: boolean;
  /** Place in the symbol's list. */
  @Column('integer') priority: number;
  @Column('text') timezone: string;
  /** `HH:MM` in the timezone; both or none. */
  @Column('text', { nullable: true }) session_start: string | null;
  @Column('text', { nullable: true }) session_end: string | null;
  @Column('boolean') allow_weekend: boolean;
  @Column('text') schedule_interval: string;
  @Column('json', { nullable: true }) config: Json;
}
