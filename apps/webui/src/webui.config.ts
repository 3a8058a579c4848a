import { join } from 'node:path';
import { readEnvironment, Variable } from '@trademaster/environment';
import { IsIn, IsOptional, IsString, IsUrl, Matches } from 'class-validator';

/** Where clients of the existing backend look for it. */
const DEFAULT_PORT = 8080;
const HTTP_URL = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };
const ORIGIN = 'https?://[^/,\\s]+';
const NAMED_URL = '[a-z-]+=https?://[^,\\s]+';

export class WebuiEnvironment {
  @Variable('Folder that chart images are served from', { otherwise: 'none are served' })
  @IsOptional()
  @IsString()
  WEBUI_CHARTS_DIR?: string;

  @Variable('`true`: a new symbol with an active link to the pipeline is run once, as the existing backend does', {
    default: 'false',
  })
  @IsIn(['true', 'false'])
  WEBUI_TRIGGER_ON_CREATE: 'true' | 'false';

  @Variable('Origins of other sites whose pages may call the API, comma-separated', {
    otherwise: 'none',
  })
  @IsOptional()
  @Matches(new RegExp(`^${ORIGIN}(,${ORIGIN})*$`), { message: 'WEBUI_CORS_ORIGINS must be http(s)://host[:port],…' })
  WEBUI_CORS_ORIGINS?: string;

  @Variable("MLflow's address for people's browsers, where it is not that of the services", {
    otherwise: 'MLFLOW_TRACKING_URI',
  })
  @IsOptional()
  @IsUrl(HTTP_URL)
  WEBUI_MLFLOW_URL?: string;

  @Variable('Where the other services are, for the page: name=URL, comma-separated', {
    otherwise: 'none: the page says that it does not know how they are',
  })
  @IsOptional()
  @Matches(new RegExp(`^${NAMED_URL}(,${NAMED_URL})*$`), { message: 'SERVICE_URLS must be name=http://host:port,…' })
  SERVICE_URLS?: string;

  @Variable('Folder of the built page', { otherwise: 'the one that was built with it' })
  @IsOptional()
  @IsString()
  WEBUI_CLIENT_DIR?: string;
}

export interface WebuiConfig {
  chartsDir: string | undefined;
  triggerOnCreate: boolean;
  corsOrigins: readonly string[];
  mlflowUrl: string | undefined;
  /** By service. */
  serviceUrls: Readonly<Record<string, string>>;
  clientDir: string;
}

/** Injection token of the WebuiConfig. */
export const WEBUI_CONFIG = Symbol('WEBUI_CONFIG');

/** Errors: `environment_invalid` naming the variable. */
export function webuiConfig(environment: NodeJS.ProcessEnv = process.env): WebuiConfig {
  const given = readEnvironment(WebuiEnvironment, environment);
  return {
    chartsDir: given.WEBUI_CHARTS_DIR,
    triggerOnCreate: given.WEBUI_TRIGGER_ON_CREATE === 'true',
    corsOrigins: given.WEBUI_CORS_ORIGINS?.split(',') ?? [],
    mlflowUrl: given.WEBUI_MLFLOW_URL?.replace(/\/+$/, ''),
    serviceUrls: Object.fromEntries(given.SERVICE_URLS?.split(',').map(namedUrl) ?? []),
    clientDir: given.WEBUI_CLIENT_DIR ?? join(__dirname, '..', 'client'),
  };
}

function namedUrl(text: string): [string, string] {
  const [name = '', ...url] = text.split('=');
  return [name, url.join('=').replace(/\/+$/, '')];
}

/** Undefined where PORT or HEALTH_PORT is given: the runtime reads them. */
export function defaultPort(environment: NodeJS.ProcessEnv = process.env): number | undefined {
  return environment.PORT || environment.HEALTH_PORT ? undefined : DEFAULT_PORT;
}
