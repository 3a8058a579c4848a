import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ManagedProcess } from '../processes/managed-process';
import { identityOf, isRunning } from '../processes/process-identity';
import type { Say } from '../provision/provision-step';
import { provisionPeer } from '../provision/toolchain';
import { endAbandoned, recordOf, type StackState } from '../state-file';
import { type Infra, startInfra } from './infra';

const PREFIX = 'trademaster-stack-';
const RECORD = 'owner.json';

export interface TemporaryInfra extends Infra {
  dataDir: string;
}

type OwnerRecord = Pick<StackState, 'launcher' | 'processes'>;

/**
 * Fresh, private Kafka, PostgreSQL and MLflow for a test; stopping removes their data, too. What earlier ones of the
 * same user left behind, because their process was killed, is ended and removed first.
 */
export async function startTemporaryInfra(say: Say): Promise<TemporaryInfra> {
  await removeAbandoned(say);
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  // PostgreSQL runs as another user when we are root, and has to reach its folder.
  chmodSync(dataDir, 0o711);
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  const spawned: ManagedProcess[] = [];
  const onSpawn = (process: ManagedProcess) => {
    spawned.push(process);
    writeRecord(dataDir, spawned);
  };
  writeRecord(dataDir, spawned);
  try {
    const quantstats = await provisionPeer('quantstats', say);
    const autogen = await provisionPeer('autogen', say);
    const infra = await startInfra({ dataDir, logsDir: join(dataDir, 'logs'), durable: false, say, onSpawn });
    const stop = async () => {
      await infra.stop();
      remove();
      if (infra.postgresDir !== undefined) rmSync(infra.postgresDir, { recursive: true, force: true });
    };
    return { ...infra, env: { ...infra.env, STACK_QUANTSTATS: quantstats, STACK_AUTOGEN: autogen }, dataDir, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

function writeRecord(dataDir: string, spawned: ManagedProcess[]): void {
  const record = { launcher: identityOf(process.pid), processes: spawned.map(recordOf) };
  writeFileSync(join(dataDir, RECORD), JSON.stringify(record), { mode: 0o600 });
}

async function removeAbandoned(say: Say): Promise<void> {
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX));
  for (const folder of folders.map((name) => join(tmpdir(), name)).filter(isOurs)) {
    const record = recordIn(folder);
    if (record === undefined || isRunning(record.launcher)) continue;
    await endAbandoned(record, say);
    rmSync(folder, { recursive: true, force: true });
  }
}

function isOurs(folder: string): boolean {
  return existsSync(folder) && statSync(folder).uid === process.getuid?.();
}

/** Undefined for a folder whose owner has not come to writing, or was just removing it. */
function recordIn(folder: string): OwnerRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, RECORD), 'utf8')) as OwnerRecord;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
