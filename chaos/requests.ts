import { randomUUID } from 'node:crypto';
import { PIPELINE_DAG_ID, requestIdOf } from '@trademaster/contracts';
import { EventPublisher } from '@trademaster/messaging';
import { Client } from 'pg';
import { waitUntil } from '../stack/processes/wait-until';
import type { Expected } from './checker/observations';

const SOURCE = '/chaos';
const STEADY_WITHIN = 5;

/** A symbol with bars and settings of its own, small enough to be trained within a second. */
interface Variant {
  symbol: string;
  data: Record<string, unknown>;
}

function variant(index: number): Variant {
  const symbol = `CHAOS${String.fromCharCode(65 + index)}`;
  const training = { seeds: [11], epochs: 2, patience: 2, hidden_sizes: [8], steps_per_update: 4, warmup_steps: 64 };
  const data = { source: 'simulated', seed: 100 + index, lookback_bars: 300, ticker: symbol };
  return { symbol, data: { symbol, config: { data, as_of: '2023-06-19', training } } };
}

/** Publishes the campaign's requests, and knows what their decisions are to be. */
export class Requests {
  readonly made: Expected[] = [];
  private readonly variants: (Variant & { decisionSha256: string })[] = [];

  private constructor(
    private readonly publisher: EventPublisher,
    private readonly databaseUrl: string,
  ) {}

  static async open(brokers: string[], databaseUrl: string): Promise<Requests> {
    const publisher = new EventPublisher({ brokers, clientId: 'chaos' });
    await publisher.connect();
    return new Requests(publisher, databaseUrl);
  }

  close(): Promise<void> {
    return this.publisher.disconnect();
  }

  /**
   * Runs each variant, undisturbed, until two runs in a row come to the same decision: what a symbol's earlier runs left
   * (a position, a champion, a trial) is then the same for every later one.
   */
  async learn(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, (_, index) => this.learnOne(variant(index))));
  }

  /** Publishes one more request of a variant. Retried until Kafka has it: a request nobody took is nobody's loss. */
  async make(index: number): Promise<void> {
    const { symbol, data, decisionSha256 } = this.variants[index % this.variants.length]!;
    const requestId = await this.publish(data);
    this.made.push({ requestId, symbol, decisionSha256 });
  }

  /** How many of the requests PostgreSQL knows to have ended. */
  async ended(): Promise<number> {
    const ids = this.made.map(({ requestId }) => requestId);
    const [row] = await this.ask<{ count: string }>(
      'SELECT count(DISTINCT request_id) FROM ledger.request_completion WHERE request_id = ANY($1)',
      [ids],
    );
    return Number(row?.count ?? 0);
  }

  private async learnOne({ symbol, data }: Variant): Promise<void> {
    let last: string | undefined;
    for (let run = 0; run < STEADY_WITHIN; run += 1) {
      const decisionSha256 = await this.decisionOf(await this.publish(data));
      if (decisionSha256 === last) return void this.variants.push({ symbol, data, decisionSha256 });
      last = decisionSha256;
    }
    throw new Error(`${symbol} came to no steady decision in ${STEADY_WITHIN} undisturbed runs`);
  }

  private async decisionOf(requestId: string): Promise<string> {
    const completed = await waitUntil(
      async () => {
        const [row] = await this.ask<{ completed: Completed }>(
          'SELECT completed FROM ledger.request_completion WHERE request_id = $1',
          [requestId],
        );
        return row?.completed;
      },
      { what: 'the end of an undisturbed run', timeoutMs: 180_000, everyMs: 200 },
    );
    const decision = completed.runs[0]?.decision_sha256;
    if (decision === undefined) throw new Error(`an undisturbed run failed: ${JSON.stringify(completed)}`);
    return decision;
  }

  private async publish(data: Record<string, unknown>): Promise<string> {
    const id = randomUUID();
    const requestId = requestIdOf(SOURCE, PIPELINE_DAG_ID, id);
    const time = new Date().toISOString();
    const event = { id, source: SOURCE, subject: requestId, time, key: requestId, attempt: 0, data };
    await waitUntil(
      () =>
        this.publisher.publish({ ...event, type: 'run.requested' }).then(
          () => true,
          () => false,
        ),
      {
        what: 'Kafka to take a request',
        timeoutMs: 120_000,
        everyMs: 500,
      },
    );
    return requestId;
  }

  private async ask<Row extends object>(sql: string, values: unknown[]): Promise<Row[]> {
    const client = new Client({ connectionString: this.databaseUrl });
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }
}

interface Completed {
  runs: { decision_sha256?: string }[];
}
