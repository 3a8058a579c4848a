import { PipelineError } from '@trademaster/errors';
import type { MlflowRun } from './mlflow-run';
import { RunLocations } from './run-locations';

function mlflowWith(answer: (runId: string) => Promise<MlflowRun | undefined>) {
  const asked: string[] = [];
  const getRun = (runId: string) => {
    asked.push(runId);
    return answer(runId);
  };
  return { asked, locations: new RunLocations({ getRun }) };
}

const runOf = (runId: string): MlflowRun => ({
  ...{ runId, experimentId: '7', runName: 'SIMA', status: 'RUNNING', startTime: 0 },
  ...{ artifactUri: `mlflow-artifacts:/7/${runId}/artifacts`, params: {}, metrics: {}, tags: {}, datasets: [] },
});

describe('where runs are', () => {
  it('given a run was asked for, when asked for again, also at the same time, then MLflow is asked once', async () => {
    const { asked, locations } = mlflowWith((runId) => Promise.resolve(runOf(runId)));
    await Promise.all([locations.of('a'), locations.of('a')]);
    const artifactUri = 'mlflow-artifacts:/7/a/artifacts';
    expect(await locations.of('a')).toEqual({ runId: 'a', experimentId: '7', artifactUri });
    expect(asked).toEqual(['a']);
  });

  it('given MLflow did not answer, when asked again, then it gets another chance', async () => {
    let isDown = true;
    const { locations } = mlflowWith((runId) =>
      isDown ? Promise.reject(new PipelineError('mlflow_unavailable', 'down')) : Promise.resolve(runOf(runId)),
    );
    await expect(locations.of('a')).rejects.toMatchObject({ code: 'mlflow_unavailable' });
    isDown = false;
    await expect(locations.of('a')).resolves.toMatchObject({ experimentId: '7' });
  });

  it('given a run that MLflow does not have, when asked for, then it is mlflow_rejected', async () => {
    const { locations } = mlflowWith(() => Promise.resolve(undefined));
    await expect(locations.of('gone')).rejects.toMatchObject({ code: 'mlflow_rejected' });
  });

  it('given more than a thousand runs, when the first is asked for again, then it has been forgotten', async () => {
    const { asked, locations } = mlflowWith((runId) => Promise.resolve(runOf(runId)));
    for (let run = 0; run <= 1000; run += 1) await locations.of(String(run));
    await locations.of('1000');
    await locations.of('0');
    expect(asked.filter((runId) => runId === '0')).toHaveLength(2);
    expect(asked).toHaveLength(1002);
  });
});
