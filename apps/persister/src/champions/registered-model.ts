import type { ModelTrained, PinnedModel } from '@trademaster/contracts';
import type { MlflowModelRegistry } from '@trademaster/mlflow';
import { modelSourceOf } from '../mlflow/model-folder';

/** A run's model as its one registered version; registers it the first time. The caller holds a lock of the run. */
export async function modelOfRun(
  registry: Pick<MlflowModelRegistry, 'findOrCreateVersion'>,
  { run, training }: ModelTrained,
): Promise<PinnedModel & { registered_name: string; version: string }> {
  const name = `trademaster-${run.symbol}`;
  const source = modelSourceOf(run.run_id);
  const { version } = await registry.findOrCreateVersion({ name, source, runId: run.run_id });
  return {
    requested_uri: `models:/${name}/${version}`,
    run_id: run.run_id,
    registered_name: name,
    version,
    ...training.model,
  };
}
