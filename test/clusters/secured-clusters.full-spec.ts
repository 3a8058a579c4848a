import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { type EventType, type RequestCompleted, topicOf } from '@trademaster/contracts';
import { aclsOf } from '@trademaster/messaging';
import { eventually } from '@trademaster/testkit';
import { type ServiceName, SERVICES } from '../../stack/services/service-names';
import { PipelineUnderTest } from '../support/pipeline-under-test';
import { SMALL_CONFIG } from '../support/sample-request';
import { type Certificate, makeCertificate } from './certificate';
import { GuardedHttp } from './guarded-http';
import { type Principal, PRINCIPALS, SecuredKafka } from './secured-kafka';
import { TlsPostgres } from './tls-postgres';

const TOKEN = 'a-token-of-mlflow';
const BASIC = `Basic ${Buffer.from('pipeline:a-password').toString('base64')}`;
const WEBUI_TOKEN = 'a-token-of-the-webui';
const passwordOf = (service: Principal) => `password-of-${service}`;
/** Needed when a run that failed in that stage is retried: only the first of the four is tried below. */
const RETRIED_INPUTS = ['symbol.resolved', 'model.trained', 'signal.inferred'] as const;
/** Written when a dependency is away for longer than a handler waits: messaging's own tests do that. */
const OF_TRANSIENT_FAULTS = ['-retry-10s', '-retry-60s'];

describe('the pipeline on clusters that ask who it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trademaster-secured-'));
  const given = { ...process.env };
  let certificate: Certificate;
  let kafka: SecuredKafka;
  let postgres: TlsPostgres;
  let mlflow: GuardedHttp;
  let pipeline: PipelineUnderTest;

  beforeAll(async () => {
    certificate = await makeCertificate(folder);
    kafka = await SecuredKafka.start(folder, certificate, passwordOf);
    postgres = await TlsPostgres.on(given.DATABASE_URL as string, certificate);
    mlflow = await GuardedHttp.before(given.MLFLOW_TRACKING_URI as string, [BASIC, `Bearer ${TOKEN}`]);
    process.env.KAFKA_BROKERS = kafka.adminBrokers;
    process.env.WEBUI_TOKEN = WEBUI_TOKEN;
    const envOf = Object.fromEntries(SERVICES.map((name) => [name, environmentOf(name)]));
    pipeline = await PipelineUnderTest.start({ envOf });
  });
  afterAll(async () => {
    await pipeline?.stop();
    mlflow?.stop();
    await postgres?.off();
    await kafka?.stop();
    process.env.KAFKA_BROKERS = given.KAFKA_BROKERS;
    rmSync(folder, { recursive: true, force: true });
  });

  function environmentOf(name: ServiceName): Record<string, string> {
    const url = new URL(given.DATABASE_URL as string);
    url.searchParams.set('sslmode', 'verify-full');
    url.searchParams.set('sslrootcert', certificate.certificate);
    const byToken = { MLFLOW_TRACKING_TOKEN: TOKEN };
    const byName = { MLFLOW_TRACKING_USERNAME: 'pipeline', MLFLOW_TRACKING_PASSWORD: 'a-password' };
    return {
      KAFKA_BROKERS: kafka.brokers,
      KAFKA_SSL: 'true',
      KAFKA_SSL_CA_FILE: certificate.certificate,
      DATABASE_URL: url.href,
      MLFLOW_TRACKING_URI: mlflow.url,
      WEBUI_TOKEN,
      ...(name === 'reviewer' ? byToken : byName),
      KAFKA_SASL_USERNAME: name,
      KAFKA_SASL_PASSWORD: passwordOf(name),
    };
  }

  /** Bytes that nobody can read, on a topic: its readers put them away as dead letters. */
  async function spoil(...types: EventType[]): Promise<void> {
    const producer = new Kafka({ brokers: [kafka.adminBrokers], logLevel: logLevel.NOTHING }).producer();
    await producer.connect();
    for (const type of types) {
      const headers = { ce_specversion: '1.0', ce_id: randomUUID(), ce_source: '/test', ce_type: topicOf(type) };
      await producer.send({ topic: topicOf(type), messages: [{ key: randomUUID(), headers, value: 'not json' }] });
    }
    await producer.disconnect();
  }

  it('given Kafka over TLS and SCRAM, PostgreSQL over TLS, MLflow and the WebUI behind credentials, when a run is requested, then it ends well', async () => {
    const completed = await pipeline.run({ symbol: 'AAA', config: SMALL_CONFIG });
    expect(completed.runs).toEqual([expect.objectContaining({ symbol: 'AAA', status: 'FINISHED' })]);
    expect(mlflow.admitted).toEqual(new Set([BASIC, `Bearer ${TOKEN}`]));
    const connected = await postgres.connected();
    expect(connected.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['trademaster-ledger', 'trademaster-webui']),
    );
    expect(connected.filter(({ tls }) => !tls)).toEqual([]);
  });

  it('given the model of that run, when only its inference is asked for, and a batch, then these end well, too', async () => {
    const small = { data: SMALL_CONFIG.data, as_of: SMALL_CONFIG.as_of };
    const completed = await pipeline.run({ symbol: 'AAA', mode: 'inference', config: small });
    expect(completed.runs).toEqual([expect.objectContaining({ status: 'FINISHED' })]);
    expect(await pipeline.run({})).toMatchObject({ status: 'succeeded' });
  });

  it('given deny by default, when every kind of thing has happened, then each rule of each service was needed', async () => {
    const failed = await pipeline.run({
      symbol: 'AAB',
      config: { ...SMALL_CONFIG, data: { source: 'csv', path: '/nowhere' } },
    });
    expect(failed.runs[0]?.status).toBe('FAILED');
    const since = pipeline.events.events.length;
    const retried = await pipeline.cli(['retry', failed.runs[0]?.run_id ?? '']);
    expect(retried).toMatchObject({ exitCode: 0 });
    await pipeline.events.next('a second failure', ({ type }) => type === 'request.completed', since);
    await pipeline.run({ symbol: 'AAC', mode: 'sideways' });
    await spoil('run.requested', 'symbol.resolved', 'signal.inferred', 'model.trained');
    await askOnThePage();
    for (const service of PRINCIPALS) await eventuallyUsed(service);
  });

  /** A run that fails, and its retry, as people ask for them on the page. */
  async function askOnThePage(): Promise<void> {
    const page = `${pipeline.services.urlOf('webui')}/api/page`;
    const headers = { authorization: `Bearer ${WEBUI_TOKEN}`, 'content-type': 'application/json' };
    const post = (path: string, body: object = {}) =>
      fetch(page + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const since = pipeline.events.events.length;
    const config = { data: { source: 'csv', path: '/nowhere' } };
    expect((await post('/requests', { symbol: 'AAD', config })).status).toBe(202);
    const failed = await pipeline.events.next<RequestCompleted>(
      'the failure of a request of the page',
      ({ type, data }) => type === 'request.completed' && (data as RequestCompleted).runs[0]?.symbol === 'AAD',
      since,
    );
    const runId = failed.data.runs[0]?.run_id ?? '';
    await eventually('the page knows of the failure', async () => {
      const run = (await (await fetch(`${page}/runs/${runId}`, { headers })).json()) as { run?: { status: string } };
      return run.run?.status === 'FAILED';
    });
    expect((await post(`/runs/${runId}/retry`)).status).toBe(202);
  }

  /** Throws after the test's patience with the rules that were never applied. */
  async function eventuallyUsed(service: Principal): Promise<void> {
    const spared = [
      ...(service === 'persister' ? RETRIED_INPUTS.map((type) => `write topic ${topicOf(type)}`) : []),
      ...OF_TRANSIENT_FAULTS.map((suffix) => `write topic ${service}${suffix}`),
    ];
    const wanted = aclsOf(service).map(({ operation, resource, name }) => `${operation} ${resource} ${name}`);
    const unused = () => wanted.filter((rule) => !spared.includes(rule) && !kafka.usedBy(service).has(rule));
    const deadline = performance.now() + 30_000;
    while (unused().length > 0 && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 250));
    expect({ service, unused: unused() }).toEqual({ service, unused: [] });
    expect(wanted.length).toBeGreaterThan(0);
  }

  it('given a wrong password, when a service starts, then it does not become ready, and its log does not say the password', async () => {
    await pipeline.services.kill('inferencer');
    const wrong = { KAFKA_SASL_PASSWORD: 'not-the-password' };
    const starting = pipeline.services.start('inferencer', wrong).then(() => 'ready');
    const seen = async (): Promise<string> => {
      for (;;) {
        const log = pipeline.services.processOf('inferencer').log();
        if (/waiting for Kafka/.test(log)) return log;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    };
    const first = await Promise.race([starting, seen()]);
    expect(first).toContain('waiting for Kafka');
    expect(first).not.toContain('not-the-password');
    await pipeline.services.kill('inferencer');
    await expect(starting).rejects.toThrow();
  });
});
