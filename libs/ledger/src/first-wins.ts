import type { DeepPartial, FindOptionsWhere, ObjectLiteral, Repository } from 'typeorm';

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
  const [own] = inserted.raw as Record<string, unknown>[];
  if (own !== undefined) return { stored: asStored(repository, own), first: true };
  return { stored: await repository.findOneByOrFail(key), first: false };
}

/** A row as PostgreSQL returned it, as TypeORM would have read it. */
function asStored<Row extends ObjectLiteral>(repository: Repository<Row>, raw: Record<string, unknown>): Row {
  const { columns, connection } = repository.metadata;
  const values = columns.map((column) => [
    column.propertyName,
    connection.driver.prepareHydratedValue(raw[column.databaseName], column) as unknown,
  ]);
  return repository.create(Object.fromEntries(values) as DeepPartial<Row>);
}
