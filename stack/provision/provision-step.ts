import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLockFile } from '../processes/lock-file';
import { ProvisionError } from './provision-error';

/** One thing to install: done once for its recipe, in a folder of its own. */
export interface ProvisionStep {
  name: string;
  /** For people: what it is for, what it takes. */
  purpose: string;
  downloadMb: number;
  diskMb: number;
  /** Everything that decides what gets installed; another recipe installs anew. */
  recipe: string;
  install(folder: string): Promise<void>;
}

export type Say = (line: string) => void;

const STAMP = '.installed';

/** Where a step's result lies. */
export function folderOf(step: Pick<ProvisionStep, 'name'>, home: string): string {
  return join(home, step.name);
}

export function isInstalled(step: ProvisionStep, home: string): boolean {
  const stamp = join(folderOf(step, home), STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === recipeHash(step);
}

/**
 * Installs what is not there yet, saying before what it takes; returns at once when everything is.
 * A step that was interrupted starts from nothing the next time: the stamp is written last.
 */
export async function provision(steps: ProvisionStep[], home: string, say: Say): Promise<void> {
  if (steps.every((step) => isInstalled(step, home))) return;
  mkdirSync(home, { recursive: true });
  await withLockFile(join(home, '.lock'), () => installMissing(steps, home, say), say);
}

async function installMissing(steps: ProvisionStep[], home: string, say: Say): Promise<void> {
  const missing = steps.filter((step) => !isInstalled(step, home));
  const download = sum(missing.map((step) => step.downloadMb));
  const disk = sum(missing.map((step) => step.diskMb));
  say(
    `to install: ${missing.map((step) => step.name).join(', ')} (about ${download} MB to download, ${disk} MB of disk)`,
  );
  checkFreeDisk(home, disk);
  for (const step of missing) {
    const folder = folderOf(step, home);
    const begun = performance.now();
    say(`  ${step.name}: ${step.purpose} (${step.downloadMb} MB)`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await step.install(folder);
    writeFileSync(join(folder, STAMP), recipeHash(step));
    say(`  ${step.name}: ready after ${Math.round((performance.now() - begun) / 1000)} s`);
  }
}

export function freeDiskMb(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return Math.floor((bavail * bsize) / 1e6);
}

function checkFreeDisk(path: string, neededMb: number): void {
  const free = freeDiskMb(path);
  if (free < neededMb) {
    throw new ProvisionError(`${neededMb} MB of disk are needed in ${path}, ${free} MB are free`);
  }
}

function recipeHash(step: ProvisionStep): string {
  return createHash('sha256').update(step.recipe).digest('hex');
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
