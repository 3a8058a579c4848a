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
  ...{ artifactUri: rootOf(runId), params: {}, metrics: {}, tags: {}, datasets: [] },
});
const rootOf = (runId: string) => `mlflow-artifacts:/7/${runId}/artifacts`;
const ownerOf = (runId: string) => ({ runId, experimentId: '7' });

describe('where runs keep their artifacts', () => {
  it('given a run was asked for, when asked for again, also at the same time, then MLflow is asked once', async () => {
    const { asked, locations } = mlflowWith((runId) => Promise.resolve(runOf(runId)));
    await Promise.all([locations.rootOf(ownerOf('a')), locations.rootOf(ownerOf('a'))]);
    expect(await locations.rootOf(ownerOf('a'))).toBe(rootOf('a'));
    expect(asked).toEqual(['a']);
  });

  it('given a run that was just made, or another artifact of it, when asked for, then MLflow is not asked', async () => {
    const { asked, locations } = mlflowWith(() => Promise.resolve(undefined));
    locations.remember(runOf('made'));
    expect(await locations.rootOf(ownerOf('made'))).toBe(rootOf('made'));
    const beside = { uri: `${rootOf('known')}/facts/bars-0123456789ab.json` };
    expect(await locations.rootOf({ ...ownerOf('known'), beside })).toBe(rootOf('known'));
    expect(asked).toEqual([]);
  });

  it("given another run's artifact beside it, when asked for, then it is the owner's root all the same", async () => {
    const { locations } = mlflowWith((runId) => Promise.resolve(runOf(runId)));
    const beside = { uri: `${rootOf('other')}/facts/bars-0123456789ab.json` };
    expect(await locations.rootOf({ ...ownerOf('a'), beside })).toBe(rootOf('a'));
  });

  it('given MLflow did not answer, when asked again, then it gets another chance', async () => {
    let isDown = true;
    const { locations } = mlflowWith((runId) =>
      isDown ? Promise.reject(new PipelineError('mlflow_unavailable', 'down')) : Promise.resolve(runOf(runId)),
    );
    await expect(locations.rootOf(ownerOf('a'))).rejects.toMatchObject({ code: 'mlflow_unavailable' });
    isDown = false;
    await expect(locations.rootOf(ownerOf('a'))).resolves.toBe(rootOf('a'));
  });

  it('given a run that MLflow does not have, or in another experiment, then it is mlflow_rejected', async () => {
    const { locations } = mlflowWith((runId) => Promise.resolve(runId === 'gone' ? undefined : runOf(runId)));
    await expect(locations.rootOf(ownerOf('gone'))).rejects.toMatchObject({ code: 'mlflow_rejected' });
    const elsewhere = locations.rootOf({ runId: 'a', experimentId: '8' });
    await expect(elsewhere).rejects.toMatchObject({ code: 'mlflow_rejected' });
  });

  it('given more than a thousand runs, when the first is asked for again, then it has been forgotten', async () => {
    const { asked, locations } = mlflowWith((runId) => Promise.resolve(runOf(runId)));
    for (let run = 0; run <= 1000; run += 1) await locations.rootOf(ownerOf(String(run)));
    await locations.rootOf(ownerOf('1000'));
    await locations.rootOf(ownerOf('0'));
    expect(asked.filter((runId) => runId === '0')).toHaveLength(2);
    expect(asked).toHaveLength(1002);
  });
});
