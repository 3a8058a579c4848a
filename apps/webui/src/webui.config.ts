import { readEnvironment } from '@trademaster/runtime';
import { IsIn, IsOptional, IsString } from 'class-validator';

/** Where clients of the existing backend look for it. */
const DEFAULT_PORT = 8080;

class WebuiEnvironment {
  /** Folder that chart images are served from; without it none is. */
  @IsOptional() @IsString() WEBUI_CHARTS_DIR?: string;
  /** `true`: request a run for a new symbol with an active link to the pipeline, as the existing backend does. */
  @IsOptional() @IsIn(['true', 'false']) WEBUI_TRIGGER_ON_CREATE?: 'true' | 'false';
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
