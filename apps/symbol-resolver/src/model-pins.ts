import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PinnedModel, SymbolRequested } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import type { ChampionLedger, SeriesKey } from '@trademaster/ledger';
import type { ArtifactStore, MlflowArtifacts, MlflowClient, MlflowModelRegistry } from '@trademaster/mlflow';
import { type ModelUri, parseModelUri } from './model-uri';

const ONNX = 'model.onnx';
const POLICY = 'policy.json';

/** Where a model's two files come from, and what MLflow knows about it. */
interface FoundModel {
  known: Pick<PinnedModel, 'run_id' | 'registered_name' | 'version'>;
  onnx: Uint8Array;
  policy: Uint8Array;
}

/**
 * Makes "the model" of a run one pair of files by their hashes: aliases move, versions are deleted, files are
 * overwritten. What was found is copied into the run's own artifacts.
 * Errors: `model_not_found`, `config_invalid` for a URI that is none, `mlflow_unavailable`.
 */
export class ModelPins {
  constructor(
    private readonly champions: Pick<ChampionLedger, 'current'>,
    private readonly mlflow: Pick<MlflowClient, 'getRun'>,
    private readonly registry: Pick<MlflowModelRegistry, 'version' | 'versionByAlias'>,
    private readonly artifacts: Pick<MlflowArtifacts, 'get'>,
    private readonly store: Pick<ArtifactStore, 'put'>,
  ) {}

  /** The model of the moment to compare with, if the series has one. */
  async champion(series: SeriesKey): Promise<PinnedModel | undefined> {
    return (await this.champions.current(series))?.model;
  }

  /** The configured model, else the champion. */
  async modelToLoad(run: SymbolRequested, series: SeriesKey): Promise<PinnedModel> {
    const uri = run.config.model_uri;
    if (uri !== undefined) return this.pinned(run, uri, await this.find(uri, parseModelUri(uri)));
    const champion = await this.champion(series);
    if (champion) return champion;
    throw new PipelineError(
      'model_not_found',
      `${series.symbol} (${series.source}, ${series.barSize}, ${series.profile}) has no champion and no model is configured: ` +
        'run it in mode both or train_backtest first, or set config.model_uri',
      { field: 'config.model_uri' },
    );
  }

  private async pinned(run: SymbolRequested, uri: string, { known, onnx, policy }: FoundModel): Promise<PinnedModel> {
    const owner = { experimentId: run.experiment_id, runId: run.run_id };
    const [kept, keptPolicy] = await Promise.all([
      this.store.put(owner, ONNX, onnx, 'application/octet-stream'),
      this.store.put(owner, POLICY, policy, 'application/json'),
    ]);
    return { requested_uri: uri, ...known, onnx: kept, policy: keptPolicy };
  }

  private async find(uri: string, where: ModelUri): Promise<FoundModel> {
    if (where.kind === 'file') return { known: {}, ...(await filesOfModel(uri, where.path)) };
    if (where.kind === 'run')
      return { known: { run_id: where.runId }, ...(await this.filesOfRun(uri, where.runId, where.path)) };
    const version =
      where.kind === 'alias'
        ? await this.registry.versionByAlias(where.name, where.alias)
        : await this.registry.version(where.name, where.version);
    if (!version) throw notFound(uri, 'MLflow has no such registered model');
    const source = parseModelUri(version.source);
    if (source.kind !== 'run') throw notFound(uri, `its source ${version.source} is not in a run`);
    return {
      known: { run_id: source.runId, registered_name: version.name, version: version.version },
      ...(await this.filesOfRun(uri, source.runId, source.path)),
    };
  }

  private async filesOfRun(uri: string, runId: string, path: string): Promise<Pick<FoundModel, 'onnx' | 'policy'>> {
    const run = await this.mlflow.getRun(runId);
    if (!run) throw notFound(uri, `MLflow has no run ${runId}`);
    const folder = path.endsWith('.onnx') ? dirname(path) : path;
    const file = async (name: string) => {
      const bytes = await this.artifacts.get(`${run.artifactUri}/${folder}/${name}`);
      if (!bytes) throw notFound(uri, `run ${runId} has no artifact ${folder}/${name}`);
      return bytes;
    };
    const name = path.endsWith('.onnx') ? path.slice(folder.length + 1) : ONNX;
    const [onnx, policy] = await Promise.all([file(name), file(POLICY)]);
    return { onnx, policy };
  }
}

/** An ONNX file with its `policy.json` beside it, or a folder that holds `model.onnx` and `policy.json`. */
async function filesOfModel(uri: string, path: string): Promise<Pick<FoundModel, 'onnx' | 'policy'>> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    const folder = isFolder ? path : dirname(path);
    return { onnx: await readFile(isFolder ? join(path, ONNX) : path), policy: await readFile(join(folder, POLICY)) };
  } catch (cause) {
    throw notFound(uri, `an ONNX file with ${POLICY} beside it is needed`, cause);
  }
}

function notFound(uri: string, why: string, cause?: unknown): PipelineError {
  return new PipelineError('model_not_found', `model ${uri} was not found: ${why}`, {
    field: 'config.model_uri',
    cause,
  });
}
