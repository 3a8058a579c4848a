import { randomBytes } from 'node:crypto';
import { NEVER_CRASH } from '@trademaster/messaging';
import { createLogger, loadServiceConfig, type RunningService, startService } from '@trademaster/runtime';
import { Client } from 'pg';
import { webSurface } from '../src/http/web-surface';
import { WebuiModule } from '../src/webui.module';

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed JSON, or the text, or undefined for an empty body. */
  body: unknown;
}

/** The WebUI as it runs, on a database of its own inside the given PostgreSQL. */
export class WebuiUnderTest {
  private constructor(
    private readonly service: RunningService,
    readonly databaseUrl: string,
    private readonly drop: () => Promise<void>,
  ) {}

  static async start(server: string | undefined): Promise<WebuiUnderTest> {
    if (!server) throw new Error('DATABASE_URL names the PostgreSQL to test on');
    const name = `webui_test_${randomBytes(6).toString('hex')}`;
    await onServer(server, `CREATE DATABASE ${name}`);
    const databaseUrl = Object.assign(new URL(server), { pathname: `/${name}` }).href;
    const config = loadServiceConfig({ DATABASE_URL: databaseUrl, HOST: '127.0.0.1' });
    const logger = createLogger({ service: 'webui', level: 'silent', redact: (text) => text });
    const options = { service: 'webui', module: WebuiModule, configure: webSurface, port: 0 };
    const service = await startService(options, { config, logger, crashPoint: NEVER_CRASH, onFatal: fail });
    return new WebuiUnderTest(service, databaseUrl, () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`));
  }

  /** `body` is sent as JSON, a `rawBody` as it is with the given content type (null: none). */
  async ask(
    method: string,
    path: string,
    sent: { body?: unknown; rawBody?: string; contentType?: string | null } = {},
  ): Promise<Answer> {
    const text = sent.rawBody ?? (sent.body === undefined ? undefined : JSON.stringify(sent.body));
    const contentType = sent.contentType === undefined ? 'application/json' : sent.contentType;
    const response = await fetch(this.service.url + path, {
      method,
      redirect: 'manual',
      // Bytes, so that fetch adds no content type of its own.
      ...(text === undefined ? {} : { body: Buffer.from(text) }),
      ...(text === undefined || contentType === null ? {} : { headers: { 'content-type': contentType } }),
    });
    const answer = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const body: unknown = answer === '' ? undefined : isJson ? JSON.parse(answer) : answer;
    return { status: response.status, headers: response.headers, body };
  }

  async stop(): Promise<void> {
    await this.service.close();
    await this.drop();
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function fail(error: unknown): never {
  throw error;
}
