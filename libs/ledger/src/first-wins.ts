import type { FindOptionsWhere, ObjectLiteral, Repository } from 'typeorm';

/** Inserts a row unless one with its keys is there; returns the one that is there, and whether it is this one. */
export async function firstWins<Row extends ObjectLiteral>(
  repository: Repository<Row>,
  row: Partial<Row>,
  key: FindOptionsWhere<Row>,
): Promise<{ stored: Row; first: boolean }> {
  const inserted = await repository
    .createQueryBuilder()
    .insert()
    .values(row)
    .orIgnore()
    .returning('*')
    .updateEntity(false)
    .execute();
  const first = (inserted.raw as unknown[]).length === 1;
  return { stored: await repository.findOneByOrFail(key), first };
}
