import { realpath } from 'node:fs/promises';
import { extname, isAbsolute, relative, resolve } from 'node:path';
import type { Artifact } from '../storage/artifact.entity';
import { Refusal } from '../http/refusal';

const NOT_THERE = {
  image: 'Chart image file is not accessible on the server',
  html: 'HTML fallback file is not accessible on the server',
};

/**
 * The file that a chart's `image_path` names, its `.html` neighbour for the format `html`. A path is what a client
 * said: only files inside `chartsDir` are served, none without one.
 */
export async function chartFile(artifact: Artifact, format: string, chartsDir: string | undefined): Promise<string> {
  if (artifact.type !== 'chart') throw new Refusal(400, 'Artifact is not a chart');
  if (artifact.image_path === null) throw new Refusal(404, 'Chart image path not found');
  if (format !== 'image' && format !== 'html') throw new Refusal(400, 'Unsupported format requested');
  const missing = new Refusal(404, NOT_THERE[format]);
  if (chartsDir === undefined) throw missing;
  const named = resolve(chartsDir, artifact.image_path);
  const wanted = format === 'html' ? named.slice(0, named.length - extname(named).length) + '.html' : named;
  const [folder, file] = await Promise.all([chartsDir, wanted].map((path) => realpath(path).catch(() => undefined)));
  if (folder === undefined || file === undefined || !isInside(folder, file)) throw missing;
  return file;
}

function isInside(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}
