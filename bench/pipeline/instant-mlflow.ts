import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, unknown>;
interface KeyValue {
  key: string;
  value: unknown;
}
interface Run {
  info: Json & { run_id: string; experiment_id: string };
  data: { params: KeyValue[]; metrics: KeyValue[]; tags: KeyValue[] };
  inputs: { dataset_inputs: unknown[] };
}
interface Version {
  name: string;
  version: string;
  source: string;
  run_id: string;
}

/** What MLflow answers with when a thing is not there. */
const MISSING = { status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } };
const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts/';
const RUN_OF_FILTER = /run_id = '([^']*)'/;
const TAGS_OF_FILTER = /tags\.`([^`]+)` = (?:'([^']*)'|"([^"]*)")/g;

/**
 * As much of MLflow's REST API as the services call, kept in memory and answered at once: what the pipeline does with
 * a tracking server that costs nothing. For measuring only.
 */
export class InstantMlflow {
  private readonly experiments = new Map<string, string>();
  private readonly runs = new Map<string, Run>();
  private readonly aliases = new Map<string, Map<string, string>>();
  private readonly versions: Version[] = [];
  private readonly artifacts = new Map<string, Buffer>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<InstantMlflow> {
    const server = createServer({ keepAliveTimeout: 60_000 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const mlflow = new InstantMlflow(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => void mlflow.answer(request, response));
    return mlflow;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const url = new URL(request.url ?? '/', this.url);
    if (url.pathname.startsWith(ARTIFACTS)) return this.artifact(request.method, url.pathname, bytes, response);
    const asked =
      request.method === 'GET' ? Object.fromEntries(url.searchParams) : (JSON.parse(bytes.toString() || '{}') as Json);
    const call = `${request.method} ${url.pathname.replace('/api/2.0/mlflow/', '')}`;
    const handler = this.calls[call];
    const body = handler ? handler(asked) : undefined;
    const { status, body: said } = body === undefined ? MISSING : { status: 200, body };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  }

  private artifact(method: string | undefined, path: string, bytes: Buffer, response: ServerResponse): void {
    if (method === 'PUT') this.artifacts.set(path, bytes);
    const found = this.artifacts.get(path);
    response.writeHead(found ? 200 : 404).end(method === 'PUT' ? '{}' : found);
  }

  /** By method and path; undefined says that the thing is not there. */
  private readonly calls: Record<string, (asked: Json) => Json | undefined> = {
    'GET /health': () => ({}),
    'GET experiments/get': () => ({}),
    'GET experiments/get-by-name': ({ experiment_name: name }) => {
      const experiment_id = this.experiments.get(name as string);
      return experiment_id === undefined ? undefined : { experiment: { experiment_id, lifecycle_stage: 'active' } };
    },
    'POST experiments/create': ({ name }) => {
      const experiment_id = String(this.experiments.size + 1);
      this.experiments.set(name as string, experiment_id);
      return { experiment_id };
    },
    'POST runs/create': (asked) => ({ run: this.createRun(asked) }),
    'GET runs/get': ({ run_id: id }) => asRun(this.runs.get(id as string)),
    'POST runs/search': ({ filter }) => ({ runs: this.search(String(filter)) }),
    'POST runs/update': ({ run_id: id, ...change }) => Object.assign(this.run(id).info, change),
    'POST runs/delete': ({ run_id: id }) => ({ deleted: this.runs.delete(id as string) }),
    'POST runs/log-batch': ({ run_id: id, ...batch }) => {
      const { data } = this.run(id);
      for (const kind of ['params', 'metrics', 'tags'] as const)
        for (const { key, value } of (batch[kind] as KeyValue[] | undefined) ?? []) put(data[kind], { key, value });
      return {};
    },
    'POST runs/set-tag': ({ run_id: id, key, value }) => put(this.run(id).data.tags, { key: key as string, value }),
    'POST runs/log-inputs': ({ run_id: id, datasets }) => {
      this.run(id).inputs.dataset_inputs.push(...(datasets as unknown[]));
      return {};
    },
    'GET artifacts/list': ({ run_id: id, path = '' }) => ({ files: this.filesOf(id as string, path as string) }),
    'POST registered-models/create': ({ name }) => {
      if (!this.aliases.has(name as string)) this.aliases.set(name as string, new Map());
      return {};
    },
    'GET registered-models/get': ({ name }) => {
      const aliases = this.aliases.get(name as string);
      return aliases && { registered_model: { aliases: [...aliases].map(([alias, version]) => ({ alias, version })) } };
    },
    'POST registered-models/alias': ({ name, alias, version }) => {
      this.aliases.get(name as string)?.set(alias as string, version as string);
      return {};
    },
    'POST model-versions/create': ({ name, source, run_id }) => {
      const version = String(this.versions.filter((known) => known.name === name).length + 1);
      const model_version = { name, source, run_id, version } as Version;
      this.versions.push(model_version);
      return { model_version };
    },
    'GET model-versions/get': ({ name, version }) => {
      const found = this.versions.find((known) => known.name === name && known.version === version);
      return found && { model_version: found };
    },
    'GET model-versions/search': ({ filter }) => {
      const runId = RUN_OF_FILTER.exec(String(filter))?.[1];
      return { model_versions: this.versions.filter((known) => known.run_id === runId) };
    },
  };

  private createRun({ experiment_id, run_name, start_time, tags = [] }: Json): Run {
    const run_id = randomBytes(16).toString('hex');
    const artifact_uri = `mlflow-artifacts:/${String(experiment_id)}/${run_id}/artifacts`;
    const info = { run_id, experiment_id: experiment_id as string, run_name, start_time, status: 'RUNNING' };
    const data = { params: [], metrics: [], tags: [...(tags as KeyValue[])] };
    const run: Run = { info: { ...info, artifact_uri }, data, inputs: { dataset_inputs: [] } };
    this.runs.set(run_id, run);
    return run;
  }

  private run(id: unknown): Run {
    const run = this.runs.get(id as string);
    if (run === undefined) throw new Error(`no run ${String(id)}`);
    return run;
  }

  private search(filter: string): Run[] {
    const wanted = [...filter.matchAll(TAGS_OF_FILTER)].map(([, key, single, double]) => [key, single ?? double]);
    return [...this.runs.values()].filter(({ data }) =>
      wanted.every(([key, value]) => data.tags.some((tag) => tag.key === key && tag.value === value)),
    );
  }

  private filesOf(runId: string, path: string): Json[] {
    const root = `/${runId}/artifacts/`;
    const below = `${path}${path === '' ? '' : '/'}`;
    const files = new Map<string, Json>();
    for (const [name, bytes] of this.artifacts) {
      const at = name.indexOf(root);
      const relative = at < 0 ? '' : decodeURIComponent(name.slice(at + root.length));
      if (relative === '' || !relative.startsWith(below)) continue;
      const [first = '', ...rest] = relative.slice(below.length).split('/');
      const isFolder = rest.length > 0;
      files.set(first, { path: below + first, is_dir: isFolder, ...(isFolder ? {} : { file_size: bytes.length }) });
    }
    return [...files.values()];
  }
}

function asRun(run: Run | undefined): Json | undefined {
  return run && { run };
}

function put(list: KeyValue[], { key, value }: KeyValue): Json {
  const known = list.find((entry) => entry.key === key);
  if (known) known.value = value;
  else list.push({ key, value });
  return {};
}
