import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { timestampAsText } from './timestamp';

export const ARTIFACT_TYPES = ['llm', 'chart', 'signal'] as const;
export type ArtifactType = (typeof ARTIFACT_TYPES)[number];
/** A JSON document, whatever it holds. */
export type Json = object | string | number | boolean | null;

/** A row, with the names and the order of the wire. */
@Entity({ name: 'artifact' })
export class Artifact {
  @PrimaryGeneratedColumn() id: number;
  @Column('text') name: string;
  @Column('text') type: ArtifactType;
  @Column('text', { nullable: true }) symbol: string | null;
  @Column('text', { nullable: true }) run_id: string | null;
  @Column('text', { nullable: true }) experiment_id: string | null;
  @Column('text', { nullable: true }) workflow_id: string | null;
  @Column('text', { nullable: true }) execution_id: string | null;
  @Column('text', { nullable: true }) step_name: string | null;
  @Column('text', { nullable: true }) dag_id: string | null;
  @Column('text', { nullable: true }) task_id: string | null;
  @Column('text', { nullable: true }) prompt: string | null;
  @Column('text', { nullable: true }) response: string | null;
  /** Unicode code points, not UTF-16 units. */
  @Column('integer', { nullable: true }) prompt_length: number | null;
  @Column('integer', { nullable: true }) response_length: number | null;
  @Column('text', { nullable: true }) model_name: string | null;
  @Column('text', { nullable: true }) image_path: string | null;
  @Column('text', { nullable: true }) chart_type: string | null;
  @Column('json', { nullable: true }) chart_data: Json;
  @Column('text', { nullable: true }) action: string | null;
  /** 0..1 */
  @Column('double precision', { nullable: true }) confidence: number | null;
  @Column('json', { nullable: true }) signal_data: Json;
  @Column('json', { nullable: true }) metadata: Json;
  @Column('timestamptz', { default: () => 'clock_timestamp()', transformer: timestampAsText }) created_at: string;
  @Column('timestamptz', { nullable: true, transformer: timestampAsText }) updated_at: string | null;
  /** artifactIdentity of the row; unique where it is not null. Never leaves the database. */
  @Column('character', { length: 64, nullable: true, select: false }) identity: string | null;
}
