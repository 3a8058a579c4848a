import { type Mode, sha256Hex } from '@trademaster/contracts';
import { engineVersion } from '@trademaster/engine';
import { asPipelineError, PipelineError } from '@trademaster/errors';
import { type Manifest, MANIFEST_PATH, MANIFEST_TAG, readManifest } from '@trademaster/manifest';
import type { MlflowArtifacts, MlflowClient, MlflowRun } from '@trademaster/mlflow';
import type { EngineRunner } from '../training/engine-workers';
import type { Check, Checks, Stage } from './check';
import { Evidence, MISSING } from './evidence';
import { Recomputed } from './recomputed';
import { decision, review, signal } from './stages/decision';
import { request, snapshot } from './stages/snapshot';
import { backtest, features, pinnedModel, training } from './stages/training';

/** What verifying needs: MLflow, and somewhere to train. No key, no Kafka, no PostgreSQL. */
export interface VerifyPorts {
  mlflow: Pick<MlflowClient, 'getRun'>;
  artifacts: Pick<MlflowArtifacts, 'get'>;
  engine: EngineRunner;
}

/** How one stage of a run stands. `not_checked`: an earlier one differs already. */
export interface StageVerdict extends Check {
  stage: string;
  verdict: 'same' | 'differs' | 'not_checked';
}

export interface Verification {
  run_id: string;
  verified: boolean;
  /** The first stage that differs. */
  first_difference?: string;
  stages: StageVerdict[];
  /** What made the run, and what has verified it: other engines may rightly come to other numbers. */
  made_by?: { code_version: string; engine_version: string };
  verified_by: { engine_version: string };
}

const TRAINED: Record<string, Stage> = { features, training, backtest };
const DECIDED: Record<string, Stage> = { signal, review, decision };
const STAGES_OF: Record<Mode, Record<string, Stage>> = {
  both: { request, snapshot, ...TRAINED, ...DECIDED },
  train_backtest: { request, snapshot, ...TRAINED },
  inference: { request, snapshot, model: pinnedModel, ...DECIDED },
};

/**
 * Does a finished run again from what is stored in MLflow, and compares. `onStage` hears of each stage as it is done.
 * Errors: `run_unknown`; `artifact_not_found` for a run that has no manifest because it has not ended well;
 * `mlflow_unavailable`.
 */
export async function verifyRun(
  runId: string,
  ports: VerifyPorts,
  onStage: (stage: StageVerdict) => void = () => undefined,
): Promise<Verification> {
  const run = await ports.mlflow.getRun(runId);
  if (!run) throw new PipelineError('run_unknown', `MLflow has no run ${runId}`, { field: 'run_id' });
  const stages: StageVerdict[] = [];
  const say = (verdict: StageVerdict) => {
    stages.push(verdict);
    onStage(verdict);
  };
  const read = await manifestOf(run, ports.artifacts);
  say(read.verdict);
  if (read.manifest) {
    const evidence = new Evidence(run, read.manifest, ports.artifacts);
    const recomputed = new Recomputed(evidence, ports.engine);
    for (const [name, stage] of Object.entries(STAGES_OF[read.manifest.mode])) {
      const isMoot = stages.some(({ verdict }) => verdict === 'differs');
      say(isMoot ? notChecked(name) : await verdictOn(name, stage(evidence, recomputed)));
    }
  }
  const first = stages.find(({ verdict }) => verdict === 'differs');
  const { code_version, engine_version } = read.manifest ?? {};
  return {
    run_id: runId,
    verified: first === undefined,
    ...(first === undefined ? {} : { first_difference: first.stage }),
    stages,
    ...(code_version === undefined || engine_version === undefined
      ? {}
      : { made_by: { code_version, engine_version } }),
    verified_by: { engine_version: engineVersion },
  };
}

/** The manifest is what its tag says, or nothing else can be relied on. */
async function manifestOf(
  run: MlflowRun,
  artifacts: Pick<MlflowArtifacts, 'get'>,
): Promise<{ verdict: StageVerdict; manifest?: Manifest }> {
  const expected = run.tags[MANIFEST_TAG];
  if (expected === undefined && run.status !== 'FINISHED') {
    throw new PipelineError(
      'artifact_not_found',
      `run ${run.runId} is ${run.status}: only a run that has ended well has a ${MANIFEST_PATH} to be verified by`,
    );
  }
  const bytes = await artifacts.get(`${run.artifactUri}/${MANIFEST_PATH}`);
  const got = bytes === undefined ? MISSING : sha256Hex(bytes);
  const check = { item: MANIFEST_PATH, expected: expected ?? `tag ${MANIFEST_TAG}`, got };
  if (bytes === undefined || got !== expected) return { verdict: { stage: 'manifest', verdict: 'differs', ...check } };
  const manifest = readManifest(bytes);
  const own = { item: 'run_id', expected: run.runId, got: manifest.run_id };
  if (own.got !== own.expected) return { verdict: { stage: 'manifest', verdict: 'differs', ...own } };
  return { verdict: { stage: 'manifest', verdict: 'same', ...check }, manifest };
}

/** The first check that differs, else the one that stands for the stage. */
async function verdictOn(stage: string, checks: Checks): Promise<StageVerdict> {
  let first: Check | undefined;
  try {
    for await (const check of checks) {
      if (check.got !== check.expected) return { stage, verdict: 'differs', ...check };
      first ??= check;
    }
  } catch (thrown) {
    const { code, message, retryable } = asPipelineError(thrown);
    if (retryable) throw thrown;
    return {
      stage,
      verdict: 'differs',
      item: stage,
      expected: 'work that can be done again',
      got: `${code}: ${message}`,
    };
  }
  if (!first) throw new PipelineError('internal', `stage ${stage} has nothing to check`);
  return { stage, verdict: 'same', ...first };
}

function notChecked(stage: string): StageVerdict {
  return { stage, verdict: 'not_checked', item: '', expected: '', got: '' };
}
