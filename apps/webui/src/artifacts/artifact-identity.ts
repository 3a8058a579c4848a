import { createHash } from 'node:crypto';
import type { Artifact } from '../storage/artifact.entity';

const PARTS = ['execution_id', 'symbol', 'type', 'step_name', 'run_id', 'name'] as const;

/**
 * What makes two posted artifacts the same one: the step of the run that made them, and their name. Hex sha256, or
 * null when a part is missing: then nobody can tell, and every post is a new row, as on the existing backend.
 */
export function artifactIdentity(artifact: Partial<Artifact>): string | null {
  const parts = PARTS.map((part) => artifact[part]);
  if (parts.some((part) => part === undefined || part === null || part === '')) return null;
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
