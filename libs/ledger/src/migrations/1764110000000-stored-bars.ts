import type { MigrationInterface, QueryRunner } from 'typeorm';

export class StoredBars1764110000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE ledger.stored_bar (
         source text NOT NULL,
         ticker text NOT NULL,
         path text NOT NULL,
         date text NOT NULL,
         run_id text NOT NULL,
         open double precision,
         high double precision,
         low double precision,
         close double precision,
         volume double precision,
         recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
         PRIMARY KEY (source, ticker, path, date, run_id)
       )`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE ledger.stored_bar');
  }
}
