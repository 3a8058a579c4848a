import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The checkout: the nearest folder above with our lock file. Works from `stack/` and from `dist/stack/`. */
export const PROJECT_ROOT = findRoot(__dirname);

/** Everything that is provisioned, and the data of `npm start`. Safe to delete while nothing runs. */
export const STACK_DIR = join(PROJECT_ROOT, '.stack');
/** What was downloaded and installed, shared by `npm start` and the tests. */
export const PROVISION_DIR = join(STACK_DIR, 'provision');
/** Data of `npm start`: kept between starts. */
export const DATA_DIR = join(STACK_DIR, 'data');
export const LOGS_DIR = join(STACK_DIR, 'logs');
export const STATE_FILE = join(STACK_DIR, 'state.json');
/** Sources of the stack that are not TypeScript: pinned requirements and scripts. */
export const STACK_SOURCES = join(PROJECT_ROOT, 'stack');

function findRoot(from: string): string {
  if (existsSync(join(from, 'package-lock.json'))) return from;
  const above = dirname(from);
  if (above === from) throw new Error('package-lock.json was not found above the stack: is this a checkout?');
  return findRoot(above);
}
