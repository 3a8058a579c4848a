import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Say } from '../provision/provision-step';
import { type Infra, startInfra } from './infra';

const PREFIX = 'trademaster-stack-';

/** Fresh, private Kafka, PostgreSQL and MLflow for a test; stopping removes their data, too. */
export async function startTemporaryInfra(say: Say): Promise<Infra> {
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  // PostgreSQL runs as another user when we are root, and has to reach its folder.
  chmodSync(dataDir, 0o711);
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  try {
    const infra = await startInfra({ dataDir, logsDir: join(dataDir, 'logs'), durable: false, say });
    return {
      ...infra,
      stop: async () => {
        await infra.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
