import { availableParallelism } from 'node:os';
import { RUN_ID_PATTERN } from '@trademaster/contracts';
import { EngineWorkers, type StageVerdict, type Verification, verifyRun } from '@trademaster/decision';
import { PipelineError } from '@trademaster/errors';
import { MlflowArtifacts, MlflowClient } from '@trademaster/mlflow';
import type { CliConfig } from '../cli.config';
import type { Screen } from '../screen';

/** `trademaster verify RUN`: 0 when every stage comes out as it is stored, 1 when one does not. Needs MLflow only. */
export async function verifyCommand(
  runId: string,
  { json }: { json?: boolean },
  config: CliConfig,
  screen: Screen,
): Promise<number> {
  if (!RUN_ID_PATTERN.test(runId)) {
    throw new PipelineError('request_invalid', `run_id must be 32 hex digits (got ${runId})`, { field: 'run_id' });
  }
  const ports = {
    mlflow: new MlflowClient(config.mlflow),
    artifacts: new MlflowArtifacts(config.mlflow),
    engine: new EngineWorkers(availableParallelism()),
  };
  const verification = await verifyRun(runId, ports, json ? undefined : (stage) => screen.out(stageLine(stage)));
  screen.out(json ? JSON.stringify(verification) : conclusion(verification));
  return verification.verified ? 0 : 1;
}

/** `✓ snapshot    bars.json   expected 082e1c7adc2e  got 082e1c7adc2e`. */
export function stageLine({ stage, verdict, item, expected, got }: StageVerdict): string {
  const name = stage.padEnd(9);
  if (verdict === 'not_checked') return `– ${name} not checked: a stage before it differs`;
  const mark = verdict === 'same' ? '✓' : '✗';
  return `${mark} ${name} ${item.padEnd(24)} expected ${short(expected)}  got ${short(got)}`;
}

export function conclusion({ run_id, first_difference, stages, made_by, verified_by }: Verification): string {
  if (first_difference === undefined) return `run ${run_id} is proved: ${stages.length} of ${stages.length} stages`;
  const ours = verified_by.engine_version;
  const theirs = made_by?.engine_version;
  const otherEngine =
    theirs === undefined || theirs === ours
      ? ''
      : `\nit was made by engine ${theirs} (${made_by?.code_version}), this is ${ours}: verify it with the code that made it`;
  return `run ${run_id} differs first at ${first_difference}${otherEngine}`;
}

/** Hashes as people compare them; anything else whole. */
function short(value: string): string {
  return /^[0-9a-f]{64}$/.test(value) ? value.slice(0, 12) : value;
}
