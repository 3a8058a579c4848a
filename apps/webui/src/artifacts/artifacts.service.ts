import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, QueryFailedError, type Repository } from 'typeorm';
import { notFound, Refusal } from '../http/refusal';
import { Artifact, ARTIFACT_TYPES, type ArtifactType } from '../storage/artifact.entity';
import { wireTime } from '../storage/timestamp';
import { WebuiDatabase } from '../storage/webui-database';
import type { ArtifactQuery, CreateArtifact, PatchArtifact } from './artifact.dto';
import { artifactIdentity } from './artifact-identity';
import { withSignalOf } from './market-data';

export interface ArtifactList {
  artifacts: Artifact[];
  grouped?: Record<string, Artifact[]>;
  /** How many this answer has, not how many there are. */
  total: number;
  group_count?: number;
}

export interface ArtifactStats {
  total: number;
  by_type: Record<ArtifactType, number>;
}

const FILTERS = ['type', 'symbol', 'execution_id', 'run_id', 'step_name'] as const;
const NEWEST_FIRST = { created_at: 'DESC', id: 'DESC' } as const;
const LARGEST_ID = 2_147_483_647;
const UNIQUE_VIOLATION = '23505';

@Injectable()
export class ArtifactsService {
  private readonly rows: Repository<Artifact>;

  constructor(database: WebuiDatabase) {
    this.rows = database.rows(Artifact);
  }

  /** Stores an artifact, or finds the one that was stored when the same was posted before. */
  async create({ artifact_metadata, ...given }: CreateArtifact): Promise<Artifact> {
    const metadata = given.metadata ?? artifact_metadata;
    const values = withLengths({ ...given, metadata, created_at: given.created_at ?? undefined });
    const identity = artifactIdentity(values);
    const row = this.rows.create({ ...values, identity });
    const { identifiers } = await this.rows.createQueryBuilder().insert().values(row).orIgnore().execute();
    const id = (identifiers[0] as { id: number } | undefined)?.id;
    return id === undefined ? this.rows.findOneByOrFail({ identity: identity ?? '' }) : this.get(id);
  }

  async list(query: ArtifactQuery): Promise<ArtifactList> {
    const where = Object.fromEntries(
      FILTERS.filter((name) => query[name] !== undefined).map((name) => [name, query[name]]),
    ) as FindOptionsWhere<Artifact>;
    const artifacts =
      query.limit === 0
        ? []
        : await this.rows.find({ where, order: NEWEST_FIRST, take: query.limit, skip: query.offset });
    if (query.group_by !== 'execution_id') return { artifacts, total: artifacts.length };
    const grouped = Object.groupBy(artifacts, ({ execution_id }) => execution_id ?? 'ungrouped');
    return {
      artifacts,
      grouped: grouped as Record<string, Artifact[]>,
      total: artifacts.length,
      group_count: Object.keys(grouped).length,
    };
  }

  /** Throws 404. */
  async get(id: number): Promise<Artifact> {
    const artifact = Math.abs(id) > LARGEST_ID ? null : await this.rows.findOneBy({ id });
    if (artifact === null) throw notFound('Artifact');
    return artifact;
  }

  /** As `get`; a chart shows its sibling signal's verdict, too. */
  async show(id: number): Promise<Artifact> {
    const artifact = await this.get(id);
    return artifact.type === 'chart' ? withSignalOf(artifact, await this.signalBeside(artifact)) : artifact;
  }

  async patch(id: number, { artifact_metadata, ...given }: PatchArtifact): Promise<Artifact> {
    const artifact = await this.get(id);
    const metadata = given.metadata !== undefined ? given.metadata : artifact_metadata;
    const changes = { ...given, ...(metadata === undefined ? {} : { metadata }) };
    if (Object.keys(changes).length === 0) return artifact;
    const changed = withLengths({ ...artifact, ...changes });
    changed.updated_at = wireTime(new Date());
    try {
      await this.rows.update({ id }, this.rows.create({ ...changed, identity: artifactIdentity(changed) }));
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new Refusal(409, 'Another artifact has this execution_id, symbol, type, step_name, run_id and name');
    }
    return this.get(id);
  }

  async remove(id: number): Promise<void> {
    await this.get(id);
    await this.rows.delete({ id });
  }

  async stats(): Promise<ArtifactStats> {
    const counted = await this.rows
      .createQueryBuilder('artifact')
      .select('artifact.type', 'type')
      .addSelect('count(*)::integer', 'count')
      .groupBy('artifact.type')
      .getRawMany<{ type: ArtifactType; count: number }>();
    const countOf = (type: ArtifactType) => counted.find((row) => row.type === type)?.count ?? 0;
    return {
      total: counted.reduce((sum, { count }) => sum + count, 0),
      by_type: Object.fromEntries(ARTIFACT_TYPES.map((type) => [type, countOf(type)])) as ArtifactStats['by_type'],
    };
  }

  /** The newest signal for the same symbol of the same execution, of the same run where the chart names one. */
  private async signalBeside({ execution_id, symbol, run_id }: Artifact): Promise<Artifact | null> {
    if (execution_id === null || symbol === null) return null;
    const where = { type: 'signal' as const, execution_id, symbol, ...(run_id === null ? {} : { run_id }) };
    return this.rows.findOne({ where, order: NEWEST_FIRST });
  }
}

/** Of an `llm` artifact the server counts the lengths, in code points; a client's own count is not trusted. */
function withLengths<T extends Partial<Artifact>>(values: T): T {
  if (values.type !== 'llm') return values;
  const lengthOf = (text: string | null | undefined) => (typeof text === 'string' ? [...text].length : null);
  return { ...values, prompt_length: lengthOf(values.prompt), response_length: lengthOf(values.response) };
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof QueryFailedError && (error.driverError as { code?: string }).code === UNIQUE_VIOLATION;
}
