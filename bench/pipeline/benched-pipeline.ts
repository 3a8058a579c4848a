import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PIPELINE_DAG_ID, requestIdOf, type RunPersisted } from '@trademaster/contracts';
import { EventPublisher } from '@trademaster/messaging';
import { SERVICES } from '../../stack/services/service-names';
import { type Services, startServices } from '../../stack/services/services';
import { EventLog } from '../../test/support/event-log';
import { WebuiReader } from '../../test/support/webui-reader';
import { residentMb } from './resident';

const SOURCE = '/bench';
const ENDS_WITHIN_MS = 30 * 60_000;
/** Trains within a second; inference does not train. */
const SMALL = {
  data: { source: 'simulated', seed: 7, lookback_bars: 300 },
  as_of: '2023-06-19',
  training: { seeds: [11], epochs: 2, patience: 2, hidden_sizes: [8], steps_per_update: 4, warmup_steps: 64 },
};

/** The six services as somebody sees them who asks for runs and waits for their end. */
export class BenchedPipeline {
  private constructor(
    private readonly services: Services,
    private readonly events: EventLog,
    private readonly publisher: EventPublisher,
    private readonly webui: WebuiReader,
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
    const brokers = (env.KAFKA_BROKERS as string).split(',');
    const publisher = new EventPublisher({ brokers, clientId: 'bench' });
    await publisher.connect();
    const webui = new WebuiReader(services.env.WEBUI_BASE_URL as string, PIPELINE_DAG_ID);
    return new BenchedPipeline(services, await EventLog.open(brokers), publisher, webui, logsDir);
  }

  async stop(): Promise<void> {
    await this.events.close();
    await this.publisher.disconnect();
    await this.services.stop();
    rmSync(this.logsDir, { recursive: true, force: true });
  }

  async assign(symbols: readonly string[]): Promise<void> {
    for (const [index, symbol] of symbols.entries()) await this.webui.assign({ symbol, priority: 1000 - index });
  }

  /** Milliseconds from publishing a request for one symbol until its `run.persisted` is seen. Throws when it failed. */
  async runOf(symbol: string, mode: string): Promise<number> {
    const begun = performance.now();
    const [since, requestId] = await this.request({ symbol, mode, config: SMALL });
    const { data } = await this.events.next<RunPersisted>(
      `end of ${symbol}`,
      (event) => event.type === 'run.persisted' && (event.data as RunPersisted).request_id === requestId,
      since,
    );
    if (data.run.status !== 'FINISHED') throw new Error(`${symbol} failed: ${JSON.stringify(data)}`);
    return performance.now() - begun;
  }

  /** Milliseconds from publishing a request for the first `count` assigned symbols until the last run has ended. */
  async batchOf(count: number, mode: string): Promise<number> {
    const begun = performance.now();
    const [since, requestId] = await this.request({ mode, config: { ...SMALL, max_symbols: count } });
    const { data } = await this.events.next<{ runs: { status: string }[] }>(
      `end of ${count} symbols`,
      (event) => event.type === 'request.completed' && event.key === requestId,
      since,
      ENDS_WITHIN_MS,
    );
    const finished = data.runs.filter(({ status }) => status === 'FINISHED').length;
    if (finished !== count) throw new Error(`${finished} of ${count} finished: ${JSON.stringify(data).slice(0, 2000)}`);
    return performance.now() - begun;
  }

  /** Megabytes of each service. */
  memory(): Record<string, number> {
    return Object.fromEntries(SERVICES.map((name) => [name, residentMb(this.services, name)]));
  }

  private async request(data: Record<string, unknown>): Promise<[since: number, requestId: string]> {
    const since = this.events.events.length;
    const id = randomUUID();
    const requestId = requestIdOf(SOURCE, PIPELINE_DAG_ID, id);
    const time = new Date().toISOString();
    const event = { id, type: 'run.requested' as const, source: SOURCE, subject: requestId, key: requestId };
    await this.publisher.publish({ ...event, time, attempt: 0, data });
    return [since, requestId];
  }
}
