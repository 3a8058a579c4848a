import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AuditTrail1764070000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE ledger.audit (
         audit_id uuid NOT NULL PRIMARY KEY,
         recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
         done_by text NOT NULL,
         action text NOT NULL,
         why text NOT NULL,
         committed boolean NOT NULL,
         what json NOT NULL,
         outcome json
       )`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE ledger.audit');
  }
}
