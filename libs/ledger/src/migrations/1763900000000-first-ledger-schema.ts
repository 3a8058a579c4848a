import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  `CREATE TABLE ledger.stage_result (
     stage text NOT NULL,
     input_event_id text NOT NULL,
     attempt integer NOT NULL,
     kind text NOT NULL,
     outputs json NOT NULL,
     completed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (stage, input_event_id, attempt)
   )`,
  `CREATE TABLE ledger.stage_claim (
     stage text NOT NULL,
     input_event_id text NOT NULL,
     attempt integer NOT NULL,
     token uuid NOT NULL,
     expires_at timestamptz NOT NULL,
     PRIMARY KEY (stage, input_event_id, attempt)
   )`,
  `CREATE TABLE ledger.model_reply (
     run_id text NOT NULL,
     call integer NOT NULL,
     request_sha256 text NOT NULL,
     reply text NOT NULL,
     recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (run_id, call, request_sha256)
   )`,
  `CREATE TABLE ledger.request (
     request_id uuid NOT NULL PRIMARY KEY,
     source text NOT NULL,
     dag_id text NOT NULL,
     client_id text NOT NULL,
     execution_id text NOT NULL,
     payload_sha256 text NOT NULL,
     parent_run_id text,
     recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
   )`,
  `CREATE TABLE ledger.request_completion (
     request_id uuid NOT NULL,
     attempt integer NOT NULL,
     completed json NOT NULL,
     recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (request_id, attempt)
   )`,
  `CREATE TABLE ledger.run (
     run_id text NOT NULL PRIMARY KEY,
     request_id uuid NOT NULL,
     symbol text NOT NULL,
     mode text NOT NULL,
     experiment_id text NOT NULL,
     parent_run_id text,
     attempt integer NOT NULL DEFAULT 0,
     status text NOT NULL DEFAULT 'RUNNING',
     deadline_at timestamptz NOT NULL,
     ended_as json,
     recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     CONSTRAINT run_request_symbol UNIQUE (request_id, symbol)
   )`,
  `CREATE INDEX run_pending ON ledger.run (deadline_at) WHERE status = 'RUNNING'`,
  `CREATE TABLE ledger.fact (
     subject_id text NOT NULL,
     type text NOT NULL,
     attempt integer NOT NULL,
     event_id text NOT NULL,
     event json NOT NULL,
     recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (subject_id, type, attempt),
     CONSTRAINT fact_event_attempt UNIQUE (event_id, attempt)
   )`,
  `CREATE TABLE ledger.intent (
     kind text NOT NULL,
     key text NOT NULL,
     state text NOT NULL DEFAULT 'planned',
     result json,
     planned_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     done_at timestamptz,
     PRIMARY KEY (kind, key)
   )`,
  `CREATE TABLE ledger.trial (
     trial_sha256 text NOT NULL,
     first_test_date text NOT NULL,
     last_test_date text NOT NULL,
     symbol text NOT NULL,
     source text NOT NULL,
     bar_size text NOT NULL,
     profile text NOT NULL,
     sharpe double precision,
     run_id text NOT NULL,
     recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (trial_sha256, first_test_date, last_test_date)
   )`,
  `CREATE INDEX trial_series ON ledger.trial (symbol, source, bar_size, profile)`,
  `CREATE TABLE ledger.champion (
     promotion integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     symbol text NOT NULL,
     source text NOT NULL,
     bar_size text NOT NULL,
     profile text NOT NULL,
     run_id text NOT NULL,
     model json NOT NULL,
     reason text NOT NULL,
     promoted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     CONSTRAINT champion_run UNIQUE (run_id)
   )`,
  `CREATE INDEX champion_series ON ledger.champion (symbol, source, bar_size, profile, promotion)`,
];

export class FirstLedgerSchema1763900000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['champion', 'trial', 'intent', 'fact', 'run', 'request_completion', 'request']) {
      await queryRunner.query(`DROP TABLE ledger.${table}`);
    }
    for (const table of ['model_reply', 'stage_claim', 'stage_result']) {
      await queryRunner.query(`DROP TABLE ledger.${table}`);
    }
  }
}
