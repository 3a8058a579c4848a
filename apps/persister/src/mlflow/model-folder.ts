import type { ArtifactRef, RunContext } from '@trademaster/contracts';
import { mlflowModelFiles } from '@trademaster/engine';
import type { ArtifactStore } from '@trademaster/mlflow';
import { allEnded } from '../all-ended';
import type { RunFiles } from './run-files';

const FOLDER = 'model';

/** Puts a model at its habitual path, as `mlflow.pyfunc.load_model('runs:/RUN/model')` wants it. */
export async function writeModelFolder(
  run: RunContext,
  { onnx, policy }: { onnx: ArtifactRef; policy: ArtifactRef },
  store: Pick<ArtifactStore, 'get'>,
  files: Pick<RunFiles, 'put'>,
): Promise<void> {
  const [network, description] = await Promise.all([store.get(onnx), store.get(policy)]);
  const model = mlflowModelFiles(network, description, run.run_id);
  await allEnded(model.map(({ path, bytes }) => files.put(run, `${FOLDER}/${path}`, bytes)));
}

export function modelSourceOf(runId: string): string {
  return `runs:/${runId}/${FOLDER}`;
}
