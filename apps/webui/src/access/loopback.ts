import { PipelineError } from '@trademaster/errors';
import type { ServiceConfig } from '@trademaster/runtime';

/** Throws `environment_invalid` where others could reach a WebUI that asks nobody who they are. */
export function refuseOpenListening({ host, webuiToken }: Pick<ServiceConfig, 'host' | 'webuiToken'>): void {
  if (webuiToken !== undefined || isLoopback(host)) return;
  throw new PipelineError(
    'environment_invalid',
    `HOST=${host} lets others reach the WebUI, and WEBUI_TOKEN is not set: set WEBUI_TOKEN, or HOST=127.0.0.1`,
    { field: 'WEBUI_TOKEN' },
  );
}

/** Whether only this machine can use the name: `localhost`, `127.0.0.1`, `::1`, in brackets, too. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}
