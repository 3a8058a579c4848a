import { createHash } from 'node:crypto';
import { PipelineError } from '@trademaster/errors';
import type { ArtifactRef } from './artifact-store';

const FOLDER = 'facts';

/** `bars.json` with sha256 `0123456789ab…` is kept as `facts/bars-0123456789ab.json`. */
export function factPath(name: string, sha256: string): string {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name)) {
    throw new PipelineError('mlflow_rejected', `"${name}" is no file name of letters, digits and . _ -`, {
      field: 'name',
    });
  }
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  const extension = dot > 0 ? name.slice(dot) : '';
  return `${FOLDER}/${stem}-${sha256.slice(0, 12)}${extension}`;
}

/** What an ArtifactStore will make of these bytes beside an artifact of the same run. */
export function refBeside(beside: Pick<ArtifactRef, 'uri'>, name: string, bytes: Buffer): ArtifactRef {
  const sha256 = sha256Of(bytes);
  return { uri: `${rootOfFact(beside.uri)}/${factPath(name, sha256)}`, sha256, bytes: bytes.length };
}

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The artifact root that a path of `factPath` was appended to. */
export function rootOfFact(uri: string): string {
  return uri.slice(0, uri.lastIndexOf(`/${FOLDER}/`));
}
