import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../paths';
import { freePort } from '../processes/free-port';
import { type ManagedProcess, type ProcessSpec, startProcess } from '../processes/managed-process';
import { waitUntil } from '../processes/wait-until';
import { type ServiceName, SERVICES } from './service-names';

export interface ServicesOptions {
  /** KAFKA_BROKERS, DATABASE_URL, MLFLOW_TRACKING_URI; a WEBUI_BASE_URL means that this one is used and none started. */
  env: Record<string, string>;
  logsDir: string;
  /** Additional variables of single services; undefined takes one away. */
  envOf?: Partial<Record<ServiceName, Record<string, string | undefined>>>;
  /** Ports to take if they are free. */
  wishedPorts?: Partial<Record<ServiceName, number>>;
  /** Told of each process as soon as it runs. */
  onSpawn?: (process: ManagedProcess) => void;
}

/** One service with its address; for a test that kills it and starts it again on the same port. */
export interface ServiceSpec {
  name: ServiceName;
  url: string;
  spec: ProcessSpec;
}

/**
 * Left to itself, V8 lets a service's heap grow to four times what it holds before it looks for garbage, and new objects
 * take 96 MB. The Dockerfile says the same.
 */
export const NODE_OPTIONS = ['--max-old-space-size=512', '--max-semi-space-size=8'];

const READY_WITHIN_MS = 240_000;

/** Decides ports and environment of every service that is to be started. */
export async function planServices(options: ServicesOptions): Promise<ServiceSpec[]> {
  const names = SERVICES.filter((name) => name !== 'webui' || !options.env.WEBUI_BASE_URL);
  const ports = new Map<ServiceName, number>();
  for (const name of names) ports.set(name, await freePort(options.wishedPorts?.[name]));
  const urlOf = (name: ServiceName) => `http://127.0.0.1:${ports.get(name)}`;
  const shared = {
    ...process.env,
    CODE_VERSION: process.env.CODE_VERSION ?? codeVersion(),
    WEBUI_BASE_URL: urlOf('webui'),
    ...options.env,
  };
  const others = names.filter((name) => name !== 'webui').map((name) => `${name}=${urlOf(name)}`);
  return names.map((name) => {
    const port = String(ports.get(name));
    const page = name === 'webui' ? { SERVICE_URLS: others.join(',') } : {};
    return {
      name,
      url: urlOf(name),
      spec: {
        name,
        command: process.execPath,
        args: [...NODE_OPTIONS, '--enable-source-maps', entryOf(name)],
        cwd: PROJECT_ROOT,
        env: { ...shared, ...page, HEALTH_PORT: port, PORT: port, ...options.envOf?.[name] },
        logFile: join(options.logsDir, `${name}.log`),
        onSpawn: options.onSpawn,
      },
    };
  });
}

/** The addresses that users of the services need. */
export function addressesOf(plan: ServiceSpec[], env: Record<string, string>): Record<string, string> {
  const urlOf = (name: ServiceName) => plan.find((service) => service.name === name)?.url ?? '';
  return { WEBUI_BASE_URL: env.WEBUI_BASE_URL ?? urlOf('webui'), PERSISTER_BASE_URL: urlOf('persister') };
}

/** Waits until a service says that it and all it depends on are ready. `hopeless` ends the wait early. */
export async function waitUntilReady(
  { name, url, spec }: ServiceSpec,
  hopeless: () => Error | undefined = () => undefined,
): Promise<void> {
  await waitUntil(() => isReady(url), {
    what: `readiness of ${name} (see ${spec.logFile})`,
    timeoutMs: READY_WITHIN_MS,
    everyMs: 250,
    hopeless,
  });
}

export async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(3_000) })).ok;
  } catch {
    return false;
  }
}

/** The six services as a test holds them in its hands. */
export interface Services {
  /** WEBUI_BASE_URL and PERSISTER_BASE_URL, and the given addresses. */
  env: Record<string, string>;
  urlOf(name: ServiceName): string;
  processOf(name: ServiceName): ManagedProcess;
  /** SIGKILL; it stays down. */
  kill(name: ServiceName): Promise<void>;
  /** Starts one that is down, on the same port; with other variables if given. Waits until it is ready. */
  start(name: ServiceName, env?: Record<string, string | undefined>): Promise<void>;
  /** One process more of a service, on a port of its own. Waits until it is ready. */
  startAnother(name: ServiceName): Promise<ManagedProcess>;
  stop(): Promise<void>;
}

/** Starts all services and waits until they are ready; nobody restarts them. When one fails, all are stopped. */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const plan = await planServices(options);
  const processes = new Map<ServiceName, ManagedProcess>();
  const planned = (name: ServiceName): ServiceSpec => {
    const service = plan.find((candidate) => candidate.name === name);
    if (service === undefined) throw new Error(`${name} is not one of the services that were started`);
    return service;
  };
  const start = async (name: ServiceName, env: Record<string, string | undefined> = {}): Promise<void> => {
    const service = planned(name);
    const started = await startProcess({ ...service.spec, env: { ...service.spec.env, ...env } });
    processes.set(name, started);
    await waitUntilReady(service, () =>
      started.exit === undefined ? undefined : new Error(`${name} ended: ${started.lastLines()}`),
    );
  };
  const others: ManagedProcess[] = [];
  const startAnother = async (name: ServiceName): Promise<ManagedProcess> => {
    const service = await anotherOf(planned(name));
    const started = await startProcess(service.spec);
    others.push(started);
    await waitUntilReady(service, () =>
      started.exit === undefined ? undefined : new Error(`${name} ended: ${started.lastLines()}`),
    );
    return started;
  };
  const stop = async () =>
    void (await Promise.all([...processes.values(), ...others].map((process) => process.stop())));
  const [failure] = (await Promise.allSettled(plan.map(({ name }) => start(name)))).filter(
    (result) => result.status === 'rejected',
  );
  if (failure !== undefined) {
    await stop();
    throw failure.reason;
  }
  return {
    env: { ...options.env, ...addressesOf(plan, options.env) },
    urlOf: (name) => planned(name).url,
    processOf: (name) => processes.get(name) as ManagedProcess,
    kill: async (name) => processes.get(name)?.kill(),
    start,
    startAnother,
    stop,
  };
}

/** The same service once more: a second member of its group, with a port and a log of its own. */
export async function anotherOf({ name, spec }: ServiceSpec): Promise<ServiceSpec> {
  const port = String(await freePort());
  const logFile = spec.logFile.replace(/\.log$/, `-${port}.log`);
  const env = { ...spec.env, HEALTH_PORT: port, PORT: port };
  return { name, url: `http://127.0.0.1:${port}`, spec: { ...spec, logFile, env } };
}

function entryOf(name: ServiceName): string {
  const entry = join(PROJECT_ROOT, 'dist', 'apps', name, 'src', 'main.js');
  if (!existsSync(entry)) throw new Error(`${name} is not built: npm run build`);
  return entry;
}

/** `<version>+<commit>`, pinned into every run; without git the version alone. */
function codeVersion(): string {
  const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as { version: string };
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: PROJECT_ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return `${version}+${git('rev-parse', '--short=12', 'HEAD')}${git('status', '--porcelain') === '' ? '' : '.dirty'}`;
  } catch {
    return version;
  }
}
