import type { ArtifactRef } from '@trademaster/contracts';
import { mlflowModelFiles } from '@trademaster/engine';
import type { ArtifactStore, MlflowArtifacts, RunLocation } from '@trademaster/mlflow';
import { allEnded } from '../all-ended';

const FOLDER = 'model';

/** Puts a model at its habitual path, as `mlflow.pyfunc.load_model('runs:/RUN/model')` wants it. */
export async function writeModelFolder(
  run: Pick<RunLocation, 'runId' | 'artifactUri'>,
  model: { onnx: ArtifactRef; policy: ArtifactRef },
  store: Pick<ArtifactStore, 'get'>,
  artifacts: Pick<MlflowArtifacts, 'put'>,
): Promise<void> {
  const [onnx, policy] = await Promise.all([store.get(model.onnx), store.get(model.policy)]);
  const files = mlflowModelFiles(onnx, policy, run.runId);
  await allEnded(files.map(({ path, bytes }) => artifacts.put(run.artifactUri, `${FOLDER}/${path}`, bytes)));
}

export function modelSourceOf(runId: string): string {
  return `runs:/${runId}/${FOLDER}`;
}
