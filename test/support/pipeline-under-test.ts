import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EventType,
  PIPELINE_DAG_ID,
  type PipelineEvent,
  type RequestCompleted,
  requestIdOf,
  topicOf,
} from '@trademaster/contracts';
import { EventPublisher } from '@trademaster/messaging';
import { type ServiceName, SERVICES } from '../../stack/services/service-names';
import { type Services, startServices } from '../../stack/services/services';
import { EventLog } from './event-log';
import { MlflowReader } from './mlflow-reader';
import { WebuiReader } from './webui-reader';

const ROOT = join(__dirname, '../..');
const SOURCE = '/e2e';
/** An audit of a ledger that specs share is long. */
const CLI_OUTPUT_BYTES = 64 * 1024 ** 2;

export interface CliResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface PipelineOptions {
  /** Additional variables of single services. */
  envOf?: Partial<Record<ServiceName, Record<string, string | undefined>>>;
}

/**
 * The six services as separate processes on the Kafka, PostgreSQL and MLflow of the environment, and everybody who
 * looks at them from outside: requester, event watcher, MLflow and WebUI readers, command line.
 */
export class PipelineUnderTest {
  private constructor(
    readonly brokers: string[],
    readonly services: Services,
    readonly events: EventLog,
    readonly mlflow: MlflowReader,
    readonly webui: WebuiReader,
    private readonly publisher: EventPublisher,
    private readonly scratch: string,
  ) {}

  private readonly envOf = new Map<ServiceName, Record<string, string | undefined>>();

  static async start({ envOf = {} }: PipelineOptions = {}): Promise<PipelineUnderTest> {
    const given = infraOf(process.env);
    const scratch = mkdtempSync(join(tmpdir(), 'trademaster-e2e-'));
    const withoutKey = { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined };
    const services = await startServices({
      env: { ...given, TRAINER_WORKERS: '2', KAFKA_SESSION_SECONDS: '3' },
      logsDir: join(scratch, 'logs'),
      envOf: { ...envOf, reviewer: { ...withoutKey, ...envOf.reviewer } },
    });
    const brokers = given.KAFKA_BROKERS.split(',');
    const publisher = new EventPublisher({ brokers, clientId: 'e2e' });
    await publisher.connect();
    return new PipelineUnderTest(
      brokers,
      services,
      await EventLog.open(brokers),
      new MlflowReader(given.MLFLOW_TRACKING_URI),
      new WebuiReader(services.env.WEBUI_BASE_URL as string, PIPELINE_DAG_ID),
      publisher,
      scratch,
    );
  }

  /** Throws with a service's last words when it had ended by itself: whatever else went wrong came of that. */
  async stop(): Promise<void> {
    const ended = this.endedByThemselves();
    await this.events.close();
    await this.publisher.disconnect();
    await this.services.stop();
    rmSync(this.scratch, { recursive: true, force: true });
    if (ended.length > 0) throw new Error(ended.join('\n'));
  }

  private endedByThemselves(): string[] {
    return SERVICES.flatMap((name) => {
      const process = this.services.processOf(name);
      if (process.exit === undefined || process.exit.signal === 'SIGKILL') return [];
      return [`${name} ended by itself (${process.exit.code ?? process.exit.signal}): ${process.lastLines()}`];
    });
  }

  /** Publishes `run.requested` and waits for the `request.completed` that follows. */
  async run(data: Record<string, unknown>, id: string = randomUUID()): Promise<RequestCompleted> {
    const since = this.events.events.length;
    const requestId = await this.request(data, id);
    const completed = await this.events.next<RequestCompleted>(
      `request.completed of ${JSON.stringify(data)}`,
      (event) => event.type === 'request.completed' && event.key === requestId,
      since,
    );
    return completed.data;
  }

  /** Publishes `run.requested`; returns the request's id. */
  async request(data: Record<string, unknown>, id: string = randomUUID()): Promise<string> {
    const dagId = typeof data.dag_id === 'string' ? data.dag_id : PIPELINE_DAG_ID;
    const requestId = requestIdOf(SOURCE, dagId, id);
    await this.publish({
      id,
      type: 'run.requested',
      source: SOURCE,
      subject: requestId,
      time: new Date().toISOString(),
      key: requestId,
      attempt: 0,
      data,
    });
    return requestId;
  }

  /** The end of a request that was published, seen since the event of index `since`. */
  async completed(requestId: string, since: number): Promise<RequestCompleted> {
    const { data } = await this.events.next<RequestCompleted>(
      `request.completed of ${requestId}`,
      (event) => event.type === 'request.completed' && event.key === requestId,
      since,
      240_000,
    );
    return data;
  }

  /** A record as anybody who may write to the topic can put it there. */
  publishForeign(type: EventType, value: Buffer): Promise<void> {
    return this.publisher.publishRecords([{ topic: topicOf(type), message: { key: 'foreign', value } }]);
  }

  publish(...events: PipelineEvent[]): Promise<void> {
    return this.publisher.publish(...events);
  }

  /** Stops services in order and starts them with other variables. */
  async restart(
    names: readonly ServiceName[],
    envOf: Partial<Record<string, Record<string, string | undefined>>>,
  ): Promise<void> {
    await Promise.all(
      names.map(async (name) => {
        await this.services.processOf(name).stop();
        await this.services.start(name, envOf[name]);
      }),
    );
    for (const name of names) this.envOf.set(name, envOf[name] ?? {});
  }

  /** Does what a supervisor does, until it is stopped: a service that died is started again as it was. */
  reviveWhateverDies(): { stop: () => Promise<void> } {
    const ended = new AbortController();
    const watching = Promise.all(
      SERVICES.map(async (name) => {
        while (!ended.signal.aborted) {
          const died = await Promise.race([
            this.services.processOf(name).exited.then(() => true),
            aborted(ended.signal),
          ]);
          if (died) await this.services.start(name, this.envOf.get(name));
        }
      }),
    );
    return {
      stop: async () => {
        ended.abort();
        await watching;
      },
    };
  }

  /** A path for a file of this pipeline's; removed with it. */
  scratchFile(name: string): string {
    return join(this.scratch, name);
  }

  /** Runs `trademaster` as a user would: in a folder of theirs, with other variables where they are given. */
  cli(args: string[], cwd = ROOT, others: Record<string, string> = {}): Promise<CliResult> {
    const env = { ...process.env, ...this.services.env, ...others };
    return new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        [join(ROOT, 'bin/trademaster.cjs'), ...args],
        { env, cwd, timeout: 150_000, maxBuffer: CLI_OUTPUT_BYTES },
        (error, stdout, stderr) => {
          const code = error ? (error.code ?? 1) : 0;
          if (typeof code === 'string') reject(new Error(`trademaster ${args.join(' ')}: ${code}`, { cause: error }));
          else resolve({ exitCode: code, stdout, stderr });
        },
      );
    });
  }
}

function infraOf(env: NodeJS.ProcessEnv): { KAFKA_BROKERS: string; DATABASE_URL: string; MLFLOW_TRACKING_URI: string } {
  const { KAFKA_BROKERS, DATABASE_URL, MLFLOW_TRACKING_URI } = env;
  if (!KAFKA_BROKERS || !DATABASE_URL || !MLFLOW_TRACKING_URI) {
    throw new Error(
      'end-to-end tests need KAFKA_BROKERS, DATABASE_URL and MLFLOW_TRACKING_URI: run them by with-stack',
    );
  }
  return { KAFKA_BROKERS, DATABASE_URL, MLFLOW_TRACKING_URI };
}

function aborted(signal: AbortSignal): Promise<false> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(false), { once: true }));
}
