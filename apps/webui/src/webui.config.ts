import { readEnvironment, Variable } from '@trademaster/environment';
import { IsIn, IsOptional, IsString } from 'class-validator';

/** Where clients of the existing backend look for it. */
const DEFAULT_PORT = 8080;

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
}

export interface WebuiConfig {
  chartsDir: string | undefined;
  triggerOnCreate: boolean;
}

/** Injection token of the WebuiConfig. */
export const WEBUI_CONFIG = Symbol('WEBUI_CONFIG');

/** Errors: `environment_invalid` naming the variable. */
export function webuiConfig(environment: NodeJS.ProcessEnv = process.env): WebuiConfig {
  const given = readEnvironment(WebuiEnvironment, environment);
  return { chartsDir: given.WEBUI_CHARTS_DIR, triggerOnCreate: given.WEBUI_TRIGGER_ON_CREATE === 'true' };
}

/** Undefined where PORT or HEALTH_PORT is given: the runtime reads them. */
export function defaultPort(environment: NodeJS.ProcessEnv = process.env): number | undefined {
  return environment.PORT || environment.HEALTH_PORT ? undefined : DEFAULT_PORT;
}
