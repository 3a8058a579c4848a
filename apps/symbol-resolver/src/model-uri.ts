import { RUN_ID_PATTERN } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';

/** Where a configured model is. */
export type ModelUri =
  | { kind: 'run'; runId: string; path: string }
  | { kind: 'alias'; name: string; alias: string }
  | { kind: 'version'; name: string; version: string }
  | { kind: 'file'; path: string };

const ALIAS = /^models:\/([^/@]+)@([^/@]+)$/;
const VERSION = /^models:\/([^/@]+)\/(\d+)$/;
const RUN = /^runs:\/([^/]+)\/(.+)$/;
const SCHEME = /^[a-z][a-z0-9+.-]+:\//i;

/**
 * Reads `runs:/RUN/PATH`, `models:/NAME@ALIAS`, `models:/NAME/VERSION`; anything without a scheme is a file or folder.
 * Throws `config_invalid` naming `config.model_uri`.
 */
export function parseModelUri(uri: string): ModelUri {
  const alias = ALIAS.exec(uri);
  if (alias) return { kind: 'alias', name: alias[1] as string, alias: alias[2] as string };
  const version = VERSION.exec(uri);
  if (version) return { kind: 'version', name: version[1] as string, version: version[2] as string };
  const run = RUN.exec(uri);
  if (run && RUN_ID_PATTERN.test(run[1] as string)) {
    return { kind: 'run', runId: run[1] as string, path: (run[2] as string).replace(/\/+$/, '') };
  }
  if (SCHEME.test(uri) && !uri.startsWith('file:/')) {
    throw new PipelineError(
      'config_invalid',
      `config.model_uri must be runs:/RUN/PATH, models:/NAME@ALIAS, models:/NAME/VERSION or a file (got "${uri}")`,
      { field: 'config.model_uri' },
    );
  }
  return { kind: 'file', path: uri.replace(/^file:(\/\/)?/, '') };
}
