import {
  artifactOwner,
  type ArtifactRef,
  canonicalJson,
  type EventData,
  type EventType,
  type JournalEntry,
  type PipelineEvent,
  type RunContext,
  sha256Hex,
} from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import type { ArtifactStore } from '@trademaster/mlflow';
import { chainSha256 } from './chain';
import { prettyJson } from './pretty-json';
import type { Manifest, ManifestEvent, ManifestRequest, NamedArtifact } from './manifest.dto';

export interface ManifestInput {
  /** As ./lineage gives it. */
  lineage: readonly PipelineEvent[];
  request: Pick<ManifestRequest, 'source' | 'client_id' | 'payload_sha256'>;
  /** Replies of the language model that the deciding review read, if one did. */
  journal: readonly JournalEntry[];
}

export interface WrittenManifest {
  manifest: Manifest;
  bytes: Buffer;
  sha256: string;
}

/**
 * Keeps the events and the journal of a finished run as artifacts and describes all of them by their hashes. A function
 * of the input alone: the same lineage gives the same bytes. Errors: those of the store.
 */
export async function writeManifest(
  { lineage, request, journal }: ManifestInput,
  store: Pick<ArtifactStore, 'put' | 'get'>,
): Promise<WrittenManifest> {
  const { run, training, inferred, reviewed } = factsOf(lineage);
  const owner = artifactOwner(run);
  const put = (name: string, value: unknown) => store.put(owner, name, JSON.stringify(value), 'application/json');
  const { request_id, dag_id, execution_id } = run;
  const model = inferred?.inference.model ?? training?.model;
  if (model === undefined) throw new PipelineError('internal', `run ${run.run_id} ended without a model`);
  const [policy, events] = await Promise.all([
    store.get(model.policy).then((bytes) => JSON.parse(bytes.toString('utf8')) as PolicyFacts),
    chained(lineage, request.payload_sha256, put),
  ]);

  const manifest: Manifest = {
    manifest_version: 1,
    ...{ run_id: run.run_id, experiment_id: run.experiment_id, symbol: run.symbol, mode: run.mode },
    attempt: (lineage.at(-1) as PipelineEvent).attempt,
    code_version: run.pins.code_version,
    engine_version: policy.engine_version,
    request: { request_id, dag_id, execution_id, ...request },
    events,
    inputs: [
      named('bars.json', run.bars.artifact),
      ...(training ? [] : [named('model.onnx', model.onnx), named('policy.json', model.policy)]),
      ...(reviewed ? [named('team.json', reviewed.team)] : []),
      ...(journal.length === 0 ? [] : [named('journal.json', await put('journal.json', journal))]),
    ],
    outputs: [
      ...(training
        ? [
            named('model.onnx', training.model.onnx),
            named('training-curve.json', training.training_curve),
            named('policy.json', training.model.policy),
            named('backtest.json', training.backtest_detail),
            named('report.html', training.report),
          ]
        : []),
      ...(inferred ? [named('facts.json', inferred.facts)] : []),
      ...(reviewed
        ? [
            named('prompt.txt', reviewed.prompt),
            named('transcript.json', reviewed.transcript),
            named('claims.json', reviewed.claims),
          ]
        : []),
    ],
    features_sha256: sha256Hex(canonicalJson(policy.observation)),
    ...(reviewed ? { reviewed_by: reviewed.signal.model_used, decision_sha256: reviewed.decision_sha256 } : {}),
  };
  const bytes = prettyJson(manifest);
  return { manifest, bytes, sha256: sha256Hex(bytes) };
}

/** What is read of a policy.json; the engine has all of it. */
interface PolicyFacts {
  engine_version: string;
  observation: object;
}

function factsOf(lineage: readonly PipelineEvent[]) {
  const dataOf = <K extends EventType>(type: K) =>
    lineage.find((event) => event.type === type)?.data as EventData[K] | undefined;
  const reviewed = dataOf('signal.reviewed');
  const run = dataOf('symbol.resolved')?.run as RunContext;
  return { run, training: dataOf('model.trained')?.training, inferred: dataOf('signal.inferred'), reviewed };
}

async function chained(
  lineage: readonly PipelineEvent[],
  request: string,
  put: (name: string, value: unknown) => Promise<ArtifactRef>,
): Promise<ManifestEvent[]> {
  const artifacts = await Promise.all(lineage.map((event) => put(`${event.type}.json`, event)));
  let chain = request;
  return lineage.map(({ type, id }, index) => {
    const artifact = artifacts[index] as ArtifactRef;
    chain = chainSha256(chain, artifact.sha256);
    return { type, id, artifact, chain_sha256: chain };
  });
}

function named(name: string, { uri, sha256, bytes }: ArtifactRef): NamedArtifact {
  return { name, artifact: { uri, sha256, bytes } };
}
