import { chmodSync, chownSync, copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Certificate } from './certificate';

/** Switches TLS on in a running PostgreSQL of ours, by its own reload, and off again. */
export class TlsPostgres {
  private constructor(
    private readonly adminUrl: string,
    private readonly folder: string,
  ) {}

  static async on(url: string, certificate: Certificate): Promise<TlsPostgres> {
    const [row] = await ask<{ data_directory: string }>(url, 'SHOW data_directory');
    const { uid, gid } = statSync(row?.data_directory ?? '');
    const folder = mkdtempSync(join(tmpdir(), 'trademaster-tls-'));
    chmodSync(folder, 0o711);
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    copyFileSync(certificate.certificate, cert);
    copyFileSync(certificate.key, key);
    chmodSync(key, 0o600);
    for (const file of [cert, key]) chownSync(file, uid, gid);
    await ask(url, `ALTER SYSTEM SET ssl_cert_file = '${cert}'`);
    await ask(url, `ALTER SYSTEM SET ssl_key_file = '${key}'`);
    await ask(url, 'ALTER SYSTEM SET ssl = on');
    await ask(url, 'SELECT pg_reload_conf()');
    return new TlsPostgres(url, folder);
  }

  /** Names of our programs that are connected, by whether over TLS. */
  async connected(): Promise<{ name: string; tls: boolean }[]> {
    return ask(
      this.adminUrl,
      `SELECT DISTINCT application_name AS name, ssl AS tls FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)
       WHERE application_name LIKE 'trademaster-%' ORDER BY 1`,
    );
  }

  async off(): Promise<void> {
    for (const name of ['ssl', 'ssl_cert_file', 'ssl_key_file']) await ask(this.adminUrl, `ALTER SYSTEM RESET ${name}`);
    await ask(this.adminUrl, 'SELECT pg_reload_conf()');
    rmSync(this.folder, { recursive: true });
  }
}

async function ask<Row extends object>(connectionString: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
