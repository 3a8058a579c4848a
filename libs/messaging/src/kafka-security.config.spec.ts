import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaSecurity } from './kafka-security.config';

const folder = mkdtempSync(join(tmpdir(), 'kafka-security-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('how clients secure their connection to Kafka', () => {
  it('given nothing, when read, then it is plain, without a name', () => {
    expect(kafkaSecurity({})).toEqual({});
  });

  it('given TLS with an authority and SCRAM, when read, then the file is read and SCRAM-SHA-512 is spoken', () => {
    const ca = join(folder, 'ca.pem');
    writeFileSync(ca, 'a certificate');
    const given = { KAFKA_SSL: 'true', KAFKA_SSL_CA_FILE: ca, KAFKA_SASL_USERNAME: 'me', KAFKA_SASL_PASSWORD: 'pw' };
    expect(kafkaSecurity(given)).toEqual({
      ssl: { ca: 'a certificate' },
      sasl: { mechanism: 'scram-sha-512', username: 'me', password: 'pw' },
    });
  });

  it.each([
    ['KAFKA_SSL', { KAFKA_SSL: 'yes' }],
    ['KAFKA_SSL_CA_FILE', { KAFKA_SSL: 'true', KAFKA_SSL_CA_FILE: '/nowhere/ca.pem' }],
    ['KAFKA_SASL_MECHANISM', { KAFKA_SASL_MECHANISM: 'oauthbearer' }],
    ['KAFKA_SASL_PASSWORD', { KAFKA_SASL_USERNAME: 'me' }],
    ['KAFKA_SASL_USERNAME', { KAFKA_SASL_PASSWORD: 'pw' }],
  ])('given a bad %s, when read, then it is refused by name', (field, given) => {
    expect(() => kafkaSecurity(given)).toThrow(expect.objectContaining({ code: 'environment_invalid', field }));
  });
});
