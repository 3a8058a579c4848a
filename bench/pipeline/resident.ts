import { readFileSync } from 'node:fs';
import { type ServiceName } from '../../stack/services/service-names';
import type { Services } from '../../stack/services/services';

/** Resident set of a service that runs, megabytes. Linux only. Throws when it has ended. */
export function residentMb(services: Services, name: ServiceName): number {
  const { identity, exit } = services.processOf(name);
  if (exit !== undefined) throw new Error(`${name} ended: ${services.processOf(name).lastLines()}`);
  const status = readFileSync(`/proc/${identity.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
