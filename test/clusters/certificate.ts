import { chmodSync, writeFileSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../stack/processes/run-command';

export interface Certificate {
  /** PEM files: what clients trust, the key, and both in one. */
  certificate: string;
  key: string;
  both: string;
}

/** A certificate for loopback that is its own authority, for one day. */
export async function makeCertificate(folder: string): Promise<Certificate> {
  const files = { certificate: join(folder, 'ca.pem'), key: join(folder, 'key.pem'), both: join(folder, 'both.pem') };
  const names = 'subjectAltName=IP:127.0.0.1,DNS:localhost';
  const { code, stderr } = await runCommand('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost', '-addext', names],
    ...['-keyout', files.key, '-out', files.certificate],
  ]);
  if (code !== 0) throw new Error(`openssl made no certificate: ${stderr}`);
  writeFileSync(files.both, readFileSync(files.key, 'utf8') + readFileSync(files.certificate, 'utf8'));
  chmodSync(files.key, 0o600);
  return files;
}
