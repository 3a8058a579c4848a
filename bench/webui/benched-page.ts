import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventType, PipelineEvent } from '@trademaster/contracts';
import { ensureTopics, EventPublisher } from '@trademaster/messaging';
import { EXAMPLE_RUN_ID, exampleEvent } from '@trademaster/testkit';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startTemporaryInfra, type TemporaryInfra } from '../../stack/infra/temporary-infra';
import { startChromium } from '../../stack/processes/chromium';
import { type ManagedProcess, startProcess } from '../../stack/processes/managed-process';
import { provisionBrowser } from '../../stack/provision/browser';
import { planServices, waitUntilReady } from '../../stack/services/services';

/** The WebUI alone, on a real Kafka and PostgreSQL, before a real Chromium; the events are ours. */
export class BenchedPage {
  private constructor(
    readonly url: string,
    readonly databaseUrl: string,
    private readonly publisher: EventPublisher,
    private readonly browser: Browser,
    private readonly parts: { webui: ManagedProcess; infra: TemporaryInfra; logsDir: string },
  ) {}

  static async start(): Promise<BenchedPage> {
    const say = (line: string) => console.error(line);
    const chromium = await provisionBrowser(say);
    const infra = await startTemporaryInfra(say);
    const brokers = (infra.env.KAFKA_BROKERS as string).split(',');
    await ensureTopics(brokers);
    const publisher = new EventPublisher({ brokers, clientId: 'bench' });
    await publisher.connect();
    const logsDir = mkdtempSync(join(tmpdir(), 'trademaster-bench-'));
    const plan = await planServices({ env: { ...infra.env, LOG_LEVEL: 'warn' }, logsDir });
    const service = plan.find(({ name }) => name === 'webui')!;
    const webui = await startProcess(service.spec);
    await waitUntilReady(service, () => (webui.exit === undefined ? undefined : new Error(webui.lastLines())));
    const browser = await startChromium(chromium.path);
    return new BenchedPage(service.url, infra.env.DATABASE_URL as string, publisher, browser, {
      webui,
      infra,
      logsDir,
    });
  }

  /** Calls with a fresh window: nothing is in its cache. */
  async inWindow<T>(work: (page: Page, context: BrowserContext) => Promise<T>): Promise<T> {
    const context = await this.browser.newContext({ baseURL: this.url, viewport: { width: 1440, height: 900 } });
    try {
      return await work(await context.newPage(), context);
    } finally {
      await context.close();
    }
  }

  publish(...events: PipelineEvent[]): Promise<void> {
    return this.publisher.publish(...events);
  }

  async stop(): Promise<void> {
    const { webui, infra, logsDir } = this.parts;
    await this.browser.close();
    await this.publisher.disconnect();
    await webui.stop();
    await infra.stop();
    rmSync(logsDir, { recursive: true, force: true });
  }
}

/** The example's event, told of another run. */
export function eventOfRun<K extends EventType>(type: K, runId: string, data: object = {}): PipelineEvent {
  const example = exampleEvent(type);
  const told = { ...example, id: randomUUID(), time: new Date().toISOString(), data: { ...example.data, ...data } };
  return JSON.parse(JSON.stringify(told).replaceAll(EXAMPLE_RUN_ID, runId)) as PipelineEvent;
}
