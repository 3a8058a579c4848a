import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { parse, RunConfig } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';

type Config = Record<string, unknown>;

/**
 * Reads `--config` values in their order, later ones over earlier ones: a JSON file, or `key=value` with a dotted key,
 * whose value is JSON where it can be read as such and text otherwise. Relative `data.path` and `model_uri` files are
 * meant from the current folder; the services run elsewhere, so they are made absolute.
 * Throws `config_invalid` naming the key.
 */
export function readConfig(values: string[], cwd: string): Config | undefined {
  if (values.length === 0) return undefined;
  const config = values.reduce<Config>((merged, value) => merge(merged, layerOf(value, cwd)), {});
  makePathsAbsolute(config, cwd);
  parse(RunConfig, config, { code: 'config_invalid', prefix: 'config', refuseUnknown: true });
  return config;
}

function layerOf(value: string, cwd: string): Config {
  const at = value.indexOf('=');
  return at > 0 && !existsSync(resolve(cwd, value)) ? assignment(value, at) : fileLayer(value, cwd);
}

function assignment(value: string, at: number): Config {
  const keys = value.slice(0, at).split('.');
  if (keys.some((key) => key === '')) throw refused(`--config ${value}: the key has an empty part`);
  return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), jsonOrText(value.slice(at + 1))) as Config;
}

/** Numbers, booleans, lists and objects are what they look like; everything else is text. Dates stay text, too. */
function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function fileLayer(value: string, cwd: string): Config {
  const path = resolve(cwd, value);
  if (!existsSync(path)) throw refused(`--config ${value}: neither key=value nor a file`);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw refused(`--config ${value}: the file is not JSON`, cause);
  }
  if (!isPlain(content)) throw refused(`--config ${value}: the file must hold a JSON object`);
  return content;
}

function makePathsAbsolute(config: Config, cwd: string): void {
  if (isPlain(config.data) && typeof config.data.path === 'string') config.data.path = resolve(cwd, config.data.path);
  for (const key of ['model_uri', 'best_model_path']) {
    const value = config[key];
    if (typeof value === 'string' && !isAbsolute(value) && !/^[a-z][a-z0-9+.-]*:/i.test(value)) {
      config[key] = resolve(cwd, value);
    }
  }
}

function merge(under: Config, over: Config): Config {
  const merged = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isPlain(below) && isPlain(value) ? merge(below, value) : value;
  }
  return merged;
}

function isPlain(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(message: string, cause?: unknown): PipelineError {
  return new PipelineError('config_invalid', message, { field: 'config', cause });
}
