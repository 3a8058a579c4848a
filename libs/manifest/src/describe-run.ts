import {
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
import { type ArtifactStore, refBeside } from '@trademaster/mlflow';
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

/** What a manifest says is kept beside it. */
interface Kept {
  name: string;
  bytes: Buffer;
}

export interface DescribedRun {
  run: RunContext;
  manifest: Manifest;
  /** The manifest's own bytes, and their sha256. */
  bytes: Buffer;
  sha256: string;
  /** The events and the journal: to be put into the run's artifacts before the run is said to be FINISHED. */
  kept: Kept[];
}

/**
 * Describes a finished run by the hashes of all that it read, said and made. A function of the input alone: the same
 * lineage gives the same bytes. Errors: those of the store.
 */
export async function describeRun(
  { lineage, request, journal }: ManifestInput,
  store: Pick<ArtifactStore, 'get'>,
): Promise<DescribedRun> {
  const { run, training, inferred, reviewed } = factsOf(lineage);
  const { request_id, dag_id, execution_id } = run;
  const model = inferred?.inference.model ?? training?.model;
  if (model === undefined) throw new PipelineError('internal', `run ${run.run_id} ended without a model`);
  const policy = JSON.parse((await store.get(model.policy)).toString('utf8')) as PolicyFacts;
  const kept: Kept[] = [];
  const keep = (name: string, value: unknown): ArtifactRef => {
    const bytes = Buffer.from(JSON.stringify(value));
    kept.push({ name, bytes });
    return refBeside(run.bars.artifact, name, bytes);
  };

  const manifest: Manifest = {
    manifest_version: 1,
    ...{ run_id: run.run_id, experiment_id: run.experiment_id, symbol: run.symbol, mode: run.mode },
    attempt: (lineage.at(-1) as PipelineEvent).attempt,
    code_version: run.pins.code_version,
    engine_version: policy.engine_version,
    request: { request_id, dag_id, execution_id, ...request },
    events: chained(lineage, request.payload_sha256, keep),
    inputs: [
      named('bars.json', run.bars.artifact),
      ...(training ? [] : [named('model.onnx', model.onnx), named('policy.json', model.policy)]),
      ...(reviewed ? [named('team.json', reviewed.team)] : []),
      ...(journal.length === 0 ? [] : [named('journal.json', keep('journal.json', journal))]),
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
  return { run, manifest, bytes, sha256: sha256Hex(bytes), kept };
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

function chained(
  lineage: readonly PipelineEvent[],
  request: string,
  keep: (name: string, value: unknown) => ArtifactRef,
): ManifestEvent[] {
  let chain = request;
  return lineage.map((event) => {
    const artifact = keep(`${event.type}.json`, event);
    chain = chainSha256(chain, artifact.sha256);
    return { type: event.type, id: event.id, artifact, chain_sha256: chain };
  });
}

function named(name: string, { uri, sha256, bytes }: ArtifactRef): NamedArtifact {
  return { name, artifact: { uri, sha256, bytes } };
}
