import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  PIPELINE_DAG_ID,
  type PipelineEvent,
  type RequestCompleted,
  requestIdOf,
  type RunPersisted,
} from '@trademaster/contracts';
import { EventPublisher, noteOffsets, watchEvents } from '@trademaster/messaging';
import { waitUntil } from '../../stack/processes/wait-until';
import { SERVICES } from '../../stack/services/service-names';
import { type Services, startServices } from '../../stack/services/services';
import { residentMb } from './resident';

const SOURCE = '/bench';
const ENDS_WITHIN_MS = 30 * 60_000;
const WATCHED = ['run.persisted', 'request.completed'] as const;
/** Trains within a second; inference does not train. */
const SMALL = {
  data: { source: 'simulated', seed: 7, lookback_bars: 300 },
  as_of: '2023-06-19',
  training: { seeds: [11], epochs: 2, patience: 2, hidden_sizes: [8], steps_per_update: 4, warmup_steps: 64 },
};

/** An event that ended something, and the moment (`performance.now()`) at which it was seen. */
interface Seen {
  data: unknown;
  at: number;
}

/** The six services as somebody sees them who asks for runs and waits for their end. */
export class BenchedPipeline {
  private readonly seen = new Map<string, Seen>();
  private readonly over = new AbortController();

  private constructor(
    private readonly services: Services,
    private readonly publisher: EventPublisher,
    private readonly logsDir: string,
  ) {}

  /** `env`: KAFKA_BROKERS, DATABASE_URL, MLFLOW_TRACKING_URI. */
  static async start(env: Record<string, string>): Promise<BenchedPipeline> {
    const logsDir = mkdtempSync(join(tmpdir(), 'trademaster-bench-'));
    const services = await startServices({
      env: { ...env, TRAINER_WORKERS: '2', LOG_LEVEL: 'warn' },
      logsDir,
      envOf: { reviewer: { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined } },
    });
    const client = { brokers: (env.KAFKA_BROKERS as string).split(','), clientId: 'bench' };
    const publisher = new EventPublisher(client);
    await publisher.connect();
    const pipeline = new BenchedPipeline(services, publisher, logsDir);
    const from = await noteOffsets(client, [...WATCHED]);
    const onEvent = (event: PipelineEvent) => pipeline.see(event);
    void watchEvents({ ...client, types: [...WATCHED], from, onEvent, signal: pipeline.over.signal });
    return pipeline;
  }

  async stop(): Promise<void> {
    this.over.abort();
    await this.publisher.disconnect();
    await this.services.stop();
    rmSync(this.logsDir, { recursive: true, force: true });
  }

  async assign(symbols: readonly string[]): Promise<void> {
    const link = { dag_id: PIPELINE_DAG_ID, is_active: true, timezone: 'UTC', allow_weekend: true };
    for (const [index, symbol] of symbols.entries()) {
      const answer = await fetch(`${this.services.env.WEBUI_BASE_URL}/api/workflow-symbols/`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ symbol, enabled: true, priority: 1000 - index, workflows: [link] }),
      });
      if (!answer.ok) throw new Error(`${symbol} was not assigned: ${await answer.text()}`);
    }
  }

  /** Milliseconds from publishing a request for one symbol until its `run.persisted` is seen. Throws when it failed. */
  async runOf(symbol: string, mode: string): Promise<number> {
    const begun = performance.now();
    const { data, at } = await this.ended('run.persisted', await this.request({ symbol, mode, config: SMALL }));
    const { run } = data as RunPersisted;
    if (run.status !== 'FINISHED') throw new Error(`${symbol} failed: ${JSON.stringify(run)}`);
    return at - begun;
  }

  /** Milliseconds from publishing a request for the first `count` assigned symbols until the last run has ended. */
  async batchOf(count: number, mode: string): Promise<number> {
    const begun = performance.now();
    const requestId = await this.request({ mode, config: { ...SMALL, max_symbols: count } });
    const { data, at } = await this.ended('request.completed', requestId);
    const finished = (data as RequestCompleted).runs.filter(({ status }) => status === 'FINISHED').length;
    if (finished !== count) throw new Error(`${finished} of ${count} finished: ${JSON.stringify(data).slice(0, 2000)}`);
    return at - begun;
  }

  /** Megabytes of each service. */
  memory(): Record<string, number> {
    return Object.fromEntries(SERVICES.map((name) => [name, residentMb(this.services, name)]));
  }

  private see({ type, data }: PipelineEvent): void {
    const { request_id } = data as { request_id: string };
    this.seen.set(`${type} ${request_id}`, { data, at: performance.now() });
  }

  private ended(type: (typeof WATCHED)[number], requestId: string): Promise<Seen> {
    const what = `${type} of ${requestId}`;
    return waitUntil(() => this.seen.get(`${type} ${requestId}`), { what, timeoutMs: ENDS_WITHIN_MS, everyMs: 10 });
  }

  private async request(data: Record<string, unknown>): Promise<string> {
    const id = randomUUID();
    const requestId = requestIdOf(SOURCE, PIPELINE_DAG_ID, id);
    const time = new Date().toISOString();
    const event = { id, type: 'run.requested' as const, source: SOURCE, subject: requestId, key: requestId };
    await this.publisher.publish({ ...event, time, attempt: 0, data });
    return requestId;
  }
}
