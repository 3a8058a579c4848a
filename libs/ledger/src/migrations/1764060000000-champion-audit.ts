import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A run may become champion again, by a rollback: what happens once is the cause. Who did it and why is kept. */
export class ChampionAudit1764060000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE ledger.champion
      DROP CONSTRAINT champion_run,
      ADD COLUMN cause text,
      ADD COLUMN verdict text,
      ADD COLUMN promoted_by text`);
    await queryRunner.query(`UPDATE ledger.champion SET cause = 'run ' || run_id, promoted_by = 'trademaster'`);
    await queryRunner.query(`ALTER TABLE ledger.champion
      ALTER COLUMN cause SET NOT NULL,
      ALTER COLUMN promoted_by SET NOT NULL,
      ADD CONSTRAINT champion_cause UNIQUE (cause)`);
  }

  /** Repeated promotions of a run are forgotten. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DELETE FROM ledger.champion AS again USING ledger.champion AS first
      WHERE again.run_id = first.run_id AND again.promotion > first.promotion`);
    await queryRunner.query(`ALTER TABLE ledger.champion
      DROP COLUMN cause, DROP COLUMN verdict, DROP COLUMN promoted_by,
      ADD CONSTRAINT champion_run UNIQUE (run_id)`);
  }
}
