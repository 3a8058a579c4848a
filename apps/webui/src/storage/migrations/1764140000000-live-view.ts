import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the page shows: every event as it came, and the runs that they make. `json`: `jsonb` cannot hold every string. */
export class LiveView1764140000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webui.event (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        identity character(64) NOT NULL UNIQUE,
        event_id text NOT NULL,
        type text NOT NULL,
        attempt integer NOT NULL,
        run_id text, request_id text, symbol text,
        time text NOT NULL,
        received_at timestamptz NOT NULL,
        data json NOT NULL
      )`);
    await runner.query('CREATE INDEX ON webui.event (run_id, seq)');
    await runner.query('CREATE INDEX ON webui.event (request_id, seq)');
    await runner.query(`
      CREATE TABLE webui.read_position (
        topic text NOT NULL,
        partition integer NOT NULL,
        next_offset bigint NOT NULL,
        PRIMARY KEY (topic, partition)
      )`);
    await runner.query(`
      CREATE TABLE webui.run (
        run_id text PRIMARY KEY,
        request_id text NOT NULL,
        symbol text NOT NULL,
        mode text,
        status text NOT NULL,
        attempt integer NOT NULL,
        stage text,
        started_at timestamptz NOT NULL,
        ended_at timestamptz,
        action text, confidence_score double precision,
        simulated boolean, historical boolean, provenance text,
        failure json
      )`);
    await runner.query('CREATE INDEX ON webui.run (started_at DESC, run_id DESC)');
    await runner.query('CREATE INDEX ON webui.run (symbol, started_at DESC, run_id DESC)');
    await runner.query('CREATE INDEX ON webui.run (status, started_at DESC, run_id DESC)');
    await runner.query('CREATE INDEX ON webui.run (request_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE webui.run, webui.read_position, webui.event');
  }
}
