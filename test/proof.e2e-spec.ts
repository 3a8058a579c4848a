import type { Verification } from '@trademaster/decision';
import { MlflowArtifacts, MlflowClient } from '@trademaster/mlflow';
import { reviewScript, ScriptedModelServer } from '@trademaster/testkit';
import { PipelineUnderTest } from './support/pipeline-under-test';
import { SMALL_CONFIG } from './support/sample-request';

/** What a run leaves behind is enough to do it again, without its model endpoint. */
describe('the proof of a run', () => {
  let endpoint: ScriptedModelServer;
  let pipeline: PipelineUnderTest;
  let runs: Record<'both' | 'train_backtest' | 'inference', string>;

  beforeAll(async () => {
    endpoint = await ScriptedModelServer.start(reviewScript);
    const reviewer = { OPENAI_BASE_URL: endpoint.url, OPENAI_API_KEY: 'sk-test-not-a-secret' };
    pipeline = await PipelineUnderTest.start({ envOf: { reviewer } });
    const run = async (mode: string) => {
      const completed = await pipeline.run({ symbol: 'PROOF', mode, config: SMALL_CONFIG });
      expect(completed.runs).toMatchObject([{ status: 'FINISHED' }]);
      return completed.runs[0]!.run_id;
    };
    runs = { both: await run('both'), train_backtest: await run('train_backtest'), inference: await run('inference') };
    await endpoint.stop();
  });
  afterAll(() => pipeline?.stop());

  const verify = async (runId: string) => {
    const { exitCode, stdout } = await pipeline.cli(['verify', runId, '--json']);
    return { exitCode, verification: JSON.parse(stdout) as Verification };
  };

  it.each(['both', 'train_backtest', 'inference'] as const)(
    'given a run of mode %s, when verified, then every stage comes out as it is stored',
    async (mode) => {
      const { exitCode, verification } = await verify(runs[mode]);
      expect(verification.stages.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
      expect(exitCode).toBe(0);
    },
  );

  it('given one byte of the bars in MLflow is another one, when verified, then it exits with 1 and names the snapshot', async () => {
    const connection = { trackingUri: process.env.MLFLOW_TRACKING_URI ?? '' };
    const artifacts = new MlflowArtifacts(connection);
    const { artifactUri } = (await new MlflowClient(connection).getRun(runs.both))!;
    const bars = (await artifacts.list(runs.both, 'facts')).find(({ path }) => path.includes('/bars-'))!;
    const bytes = (await artifacts.get(`${artifactUri}/${bars.path}`))!;
    bytes[1_000] = bytes[1_000]! ^ 1;
    await artifacts.put(artifactUri, bars.path, bytes);
    const { exitCode, stdout } = await pipeline.cli(['verify', runs.both]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^✗ snapshot +bars\.json/m);
    expect(stdout).toContain(`run ${runs.both} differs first at snapshot`);
  });
});
