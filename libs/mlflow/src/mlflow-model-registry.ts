import { accepted, type MlflowConnection, MlflowHttp } from './mlflow-http';

export interface ModelVersion {
  name: string;
  /** Counts up from "1". */
  version: string;
  /** `runs:/R/model`. */
  source: string;
  runId?: string;
}

interface VersionOnTheWire {
  name: string;
  version: string;
  source: string;
  run_id?: string;
}

interface AliasOnTheWire {
  alias: string;
  version: string;
}

const API = '/api/2.0/mlflow';

/** Registered models, their versions and aliases. Errors as MlflowClient. */
export class MlflowModelRegistry {
  private readonly http: MlflowHttp;

  constructor(connection: MlflowConnection) {
    this.http = new MlflowHttp(connection);
  }

  /** Registers the name unless it is. */
  async registerModel(name: string): Promise<void> {
    const call = { method: 'POST', path: `${API}/registered-models/create`, json: { name } } as const;
    const answer = await this.http.call(call);
    if (answer.refusal !== 'RESOURCE_ALREADY_EXISTS') accepted(call, answer);
  }

  /**
   * The version of `name` that was made from this source of this run, else a new one; the lowest, should there be
   * several. Registers the name as well. The caller holds a lock.
   */
  async findOrCreateVersion(version: { name: string; source: string; runId: string }): Promise<ModelVersion> {
    await this.registerModel(version.name);
    const known = await this.versionOfRun(version.name, version.runId, version.source);
    if (known !== undefined) return known;
    const { model_version: created } = await this.http.json<{ model_version: VersionOnTheWire }>({
      method: 'POST',
      path: `${API}/model-versions/create`,
      json: { name: version.name, source: version.source, run_id: version.runId },
    });
    return (await this.versionOfRun(version.name, version.runId, version.source)) ?? versionFromTheWire(created);
  }

  async version(name: string, version: string): Promise<ModelVersion | undefined> {
    const found = await this.http.jsonIfExists<{ model_version: VersionOnTheWire }>({
      method: 'GET',
      path: `${API}/model-versions/get`,
      query: { name, version },
      repeatable: true,
    });
    return found && versionFromTheWire(found.model_version);
  }

  /** By way of the name's aliases: asked for one that does not exist, MLflow says "invalid", not "does not exist". */
  async versionByAlias(name: string, alias: string): Promise<ModelVersion | undefined> {
    const found = await this.http.jsonIfExists<{ registered_model: { aliases?: AliasOnTheWire[] } }>({
      method: 'GET',
      path: `${API}/registered-models/get`,
      query: { name },
      repeatable: true,
    });
    const named = found?.registered_model.aliases?.find((known) => known.alias === alias);
    return named && this.version(name, String(named.version));
  }

  async setAlias(name: string, alias: string, version: string): Promise<void> {
    const path = `${API}/registered-models/alias`;
    await this.http.json({ method: 'POST', path, json: { name, alias, version }, repeatable: true });
  }

  private async versionOfRun(name: string, runId: string, source: string): Promise<ModelVersion | undefined> {
    const found = await this.http.json<{ model_versions?: VersionOnTheWire[] }>({
      method: 'GET',
      path: `${API}/model-versions/search`,
      query: { filter: `run_id = '${runId}'`, max_results: '1000' },
      repeatable: true,
    });
    const [lowest] = (found.model_versions ?? [])
      .filter((version) => version.name === name && version.source === source)
      .sort((a, b) => Number(a.version) - Number(b.version));
    return lowest && versionFromTheWire(lowest);
  }
}

function versionFromTheWire({ name, version, source, run_id: runId }: VersionOnTheWire): ModelVersion {
  return { name, version: String(version), source, ...(runId ? { runId } : {}) };
}
