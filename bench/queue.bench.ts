import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PIPELINE_DAG_ID, requestIdOf } from '@trademaster/contracts';
import { EventPublisher } from '@trademaster/messaging';
import { startTemporaryInfra } from '../stack/infra/temporary-infra';
import { type ServiceName, SERVICES } from '../stack/services/service-names';
import { type Services, startServices } from '../stack/services/services';
import type { Bench } from './figure';
import { residentMb } from './pipeline/resident';

const RUNS = 10_000;
const BATCH = 500;
const WATCHED_MS = 180_000;
const SOURCE = '/bench';

/** Most memory that each service has while ten thousand runs wait, megabytes of resident set. Linux only. */
export const bench: Bench = async function* () {
  const infra = await startTemporaryInfra(() => undefined);
  const logsDir = mkdtempSync(join(tmpdir(), 'trademaster-queue-'));
  let services: Services | undefined;
  try {
    services = await startServices({ env: { ...infra.env, LOG_LEVEL: 'warn' }, logsDir });
    await requestRuns((infra.env.KAFKA_BROKERS as string).split(','));
    const most = await mostMemory(services);
    yield {
      figure: 'queue_10k_rss_mb',
      value: Math.max(...most.values()),
      unit: 'MB resident, of the largest service',
      samples: 1,
      target: { atMost: 300 },
      detail: { runs: RUNS, watched_s: WATCHED_MS / 1000, services: Object.fromEntries(most) },
    };
  } finally {
    await services?.stop();
    await infra.stop();
    rmSync(logsDir, { recursive: true, force: true });
  }
};

async function requestRuns(brokers: string[]): Promise<void> {
  const publisher = new EventPublisher({ brokers, clientId: 'bench' });
  await publisher.connect();
  const training = { seeds: [11], epochs: 2, patience: 2, hidden_sizes: [8], steps_per_update: 4, warmup_steps: 64 };
  const config = { data: { source: 'simulated', seed: 7, lookback_bars: 300 }, as_of: '2023-06-19', training };
  for (let made = 0; made < RUNS; made += BATCH)
    await publisher.publish(...Array.from({ length: BATCH }, (_, index) => requested(made + index, config)));
  await publisher.disconnect();
}

function requested(index: number, config: object) {
  const id = randomUUID();
  const requestId = requestIdOf(SOURCE, PIPELINE_DAG_ID, id);
  const time = new Date().toISOString();
  const data = { symbol: `QUEUE${index % 50}`, config };
  return {
    ...{ id, type: 'run.requested' as const, source: SOURCE, subject: requestId },
    ...{ time, key: requestId, attempt: 0, data },
  };
}

async function mostMemory(services: Services): Promise<Map<ServiceName, number>> {
  const most = new Map<ServiceName, number>();
  for (const end = performance.now() + WATCHED_MS; performance.now() < end; await sleep(500))
    for (const name of SERVICES) most.set(name, Math.max(most.get(name) ?? 0, residentMb(services, name)));
  return most;
}
