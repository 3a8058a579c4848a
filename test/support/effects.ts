import type { RequestCompleted } from '@trademaster/contracts';
import type { PipelineUnderTest } from './pipeline-under-test';

/** What is there of a request's run, counted by somebody else than the pipeline. */
export async function effectsOf(pipeline: PipelineUnderTest, { request_id: requestId, runs }: RequestCompleted) {
  const [run] = runs;
  await pipeline.events.next('run.persisted', ({ type, key }) => type === 'run.persisted' && key === run!.run_id);
  const artifacts = await pipeline.webui.artifactsOf(run!.run_id);
  return {
    mlflowRuns: (await pipeline.mlflow.runsOfRequest(requestId)).length,
    webuiArtifacts: artifacts.map((artifact) => artifact.type).sort(),
    mlflowStatus: (await pipeline.mlflow.run(run!.run_id)).status,
    endings: new Set(
      pipeline.events.ofRun(run!.run_id).flatMap(({ id, type }) => (type === 'run.persisted' ? [id] : [])),
    ).size,
  };
}

export const ONE_OF_EACH = {
  mlflowRuns: 1,
  webuiArtifacts: ['chart', 'llm', 'signal'],
  mlflowStatus: 'FINISHED',
  endings: 1,
};
