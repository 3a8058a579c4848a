import { randomBytes } from 'node:crypto';
import { NEVER_CRASH } from '@trademaster/messaging';
import { createLogger, loadServiceConfig, type RunningService, startService } from '@trademaster/runtime';
import { Client } from 'pg';
import { webSurface } from '../src/http/web-surface';
import { INTAKE_GROUP } from '../src/page/events/event-intake';
import { WebuiModule } from '../src/webui.module';

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed JSON, or the text, or undefined for an empty body. */
  body: unknown;
}

export interface Sent {
  /** Sent as JSON; a `rawBody` is sent as it is, with the given content type (null: none). */
  body?: unknown;
  rawBody?: string;
  contentType?: string | null;
  headers?: Record<string, string>;
}

/** The WebUI as it runs, on a database of its own inside the given PostgreSQL, in a consumer group of its own. */
export class WebuiUnderTest {
  private service: RunningService | undefined;

  private constructor(
    readonly databaseUrl: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly group: string,
    private readonly drop: () => Promise<void>,
  ) {}

  static async start(
    { DATABASE_URL: server, KAFKA_BROKERS, MLFLOW_TRACKING_URI }: NodeJS.ProcessEnv,
    token?: string,
  ): Promise<WebuiUnderTest> {
    if (!server) throw new Error('DATABASE_URL names the PostgreSQL to test on');
    const name = `webui_test_${randomBytes(6).toString('hex')}`;
    await onServer(server, `CREATE DATABASE ${name}`);
    const databaseUrl = Object.assign(new URL(server), { pathname: `/${name}` }).href;
    const servers = { DATABASE_URL: databaseUrl, KAFKA_BROKERS, MLFLOW_TRACKING_URI };
    const env = { ...servers, HOST: '127.0.0.1', WEBUI_TOKEN: token, KAFKA_SESSION_SECONDS: '6' };
    const drop = async () => void (await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`));
    const webui = new WebuiUnderTest(databaseUrl, env, name, drop);
    await webui.startAgain();
    return webui;
  }

  get url(): string {
    if (this.service === undefined) throw new Error('the WebUI is stopped');
    return this.service.url;
  }

  async startAgain(): Promise<void> {
    const config = loadServiceConfig(this.env);
    const logger = createLogger({ service: 'webui', level: 'silent', redact: (text) => text });
    const module = { module: WebuiModule, providers: [{ provide: INTAKE_GROUP, useValue: this.group }] };
    const options = { service: 'webui', module, configure: webSurface, port: 0 };
    this.service = await startService(options, { config, logger, crashPoint: NEVER_CRASH, onFatal: fail });
  }

  async ask(method: string, path: string, sent: Sent = {}): Promise<Answer> {
    const text = sent.rawBody ?? (sent.body === undefined ? undefined : JSON.stringify(sent.body));
    const contentType = sent.contentType === undefined ? 'application/json' : sent.contentType;
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      // Bytes, so that fetch adds no content type of its own.
      ...(text === undefined ? {} : { body: Buffer.from(text) }),
      headers: {
        ...(text === undefined || contentType === null ? {} : { 'content-type': contentType }),
        ...sent.headers,
      },
    });
    const answer = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const body: unknown = answer === '' ? undefined : isJson ? JSON.parse(answer) : answer;
    return { status: response.status, headers: response.headers, body };
  }

  /** On its own database. */
  async query<T extends object>(statement: string, parameters: unknown[] = []): Promise<T[]> {
    return (await onServer(this.databaseUrl, statement, parameters)) as T[];
  }

  /** The process ends; its database stays. */
  async close(): Promise<void> {
    await this.service?.close();
    this.service = undefined;
  }

  async stop(): Promise<void> {
    await this.close();
    await this.drop();
  }
}

async function onServer(url: string, statement: string, parameters: unknown[] = []): Promise<object[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<object>(statement, parameters)).rows;
  } finally {
    await client.end();
  }
}

function fail(error: unknown): never {
  throw error;
}
