import { randomUUID } from 'node:crypto';
import { type EventType, type PipelineEvent, sha256Hex } from '@trademaster/contracts';
import { ChampionLedger, Intents, LedgerDatabase, PgReplyJournal, RunLedger, TrialLedger } from '@trademaster/ledger';
import {
  MlflowArtifacts,
  MlflowArtifactStore,
  MlflowClient,
  MlflowModelRegistry,
  RunLocations,
} from '@trademaster/mlflow';
import { EXAMPLE_EXPERIMENT_ID, EXAMPLE_REQUEST, EXAMPLE_RUN_ID } from '@trademaster/testkit';
import { FakeWebui } from '../test/fake-effects';
import { tellStory } from '../test/persister-under-test';
import { ModelContest } from './champions/model-contest';
import { FirstCause } from './first-cause';
import { BatchRun } from './mlflow/batch-run';
import { RunFiles } from './mlflow/run-files';
import { RunProjection } from './mlflow/run-projection';
import { RequestCompletion } from './request-completion.service';
import { RunEnding } from './run-ending';
import { RunManifest } from './run-manifest';
import { RunPersistenceService } from './run-persistence.service';
import { TrackRecord } from './track-record';
import { WebuiPublication } from './webui/webui-publication';

const LOG = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const connection = { trackingUri: process.env.MLFLOW_TRACKING_URI ?? '' };
const TOLD: EventType[] = [
  'symbol.requested',
  'symbol.resolved',
  'model.trained',
  'signal.inferred',
  'signal.reviewed',
];

describe('a run on the real PostgreSQL and MLflow', () => {
  let database: LedgerDatabase;
  beforeAll(async () => {
    database = await LedgerDatabase.open(process.env.DATABASE_URL ?? '');
  });
  afterAll(() => database.close());

  /** The story of the example run, told about a run and request of this test, with its artifacts in the real store. */
  const opened = async () => {
    const ledger = new RunLedger(database);
    const mlflow = new MlflowClient(connection);
    const store = new MlflowArtifactStore(connection);
    const experimentId = await mlflow.getOrCreateExperiment('persister int-spec');
    const mlflowRun = await mlflow.createRun({ experimentId, runName: 'SIMA', startTime: Date.now(), tags: {} });
    const { runId } = mlflowRun;
    const requestId = randomUUID();
    const series = `SIM${requestId.slice(0, 6).toUpperCase()}`;
    const identity = { dagId: EXAMPLE_REQUEST.dag_id, clientId: requestId, executionId: EXAMPLE_REQUEST.execution_id };
    await ledger.recordRequest({ requestId, source: '/test', payloadSha256: '0', ...identity });
    const deadlineAt = new Date('2030-01-01T00:00:00Z');
    await ledger.recordRun({ runId, requestId, symbol: series, mode: 'both', experimentId, deadlineAt });

    const story = await tellStory('both');
    const text = JSON.stringify(story.events)
      .replaceAll(
        `mlflow-artifacts:/${EXAMPLE_EXPERIMENT_ID}/${EXAMPLE_RUN_ID}`,
        `mlflow-artifacts:/${experimentId}/${runId}`,
      )
      .replaceAll(`"experiment_id":"${EXAMPLE_EXPERIMENT_ID}"`, `"experiment_id":"${experimentId}"`)
      .replaceAll(EXAMPLE_RUN_ID, runId)
      .replaceAll(EXAMPLE_REQUEST.request_id, requestId)
      .replaceAll('"SIMA"', JSON.stringify(series))
      .replaceAll('example trial', requestId);
    for (const [uri, bytes] of story.store.kept) {
      await store.put({ experimentId, runId }, uri.replace(/^.*\/([^/]+)-[0-9a-f]{12}/, '$1'), bytes);
    }
    const events = JSON.parse(text) as Record<EventType, PipelineEvent>;
    return { ledger, mlflow, store, runId, requestId, experimentId, series, events };
  };

  it('given its events from several partitions at once and twice, when persisted, then everything is there exactly once', async () => {
    const { ledger, mlflow, store, runId, requestId, series, events } = await opened();
    const webui = new FakeWebui();
    const replica = () => {
      const intents = new Intents(database);
      const firstCause = new FirstCause(intents);
      const registry = new MlflowModelRegistry(connection);
      const track = new TrackRecord(
        database,
        intents,
        new TrialLedger(database),
        new ChampionLedger(database),
        registry,
        new ModelContest(store),
      );
      const files = new RunFiles(new RunLocations(mlflow), new MlflowArtifacts(connection));
      const manifest = new RunManifest(ledger, new PgReplyJournal(database), store, files);
      const publication = new WebuiPublication(intents, webui);
      const ending = new RunEnding(mlflow, files, store, manifest, publication, track, () => new Date());
      const completion = new RequestCompletion(database, ledger, new BatchRun(mlflow, () => new Date()), firstCause);
      const projection = new RunProjection(intents, mlflow, files, store);
      return new RunPersistenceService(database, ledger, projection, track, ending, firstCause, completion);
    };
    await ledger.recordFact(requestId, {
      ...events['request.resolved'],
      data: {
        ...(events['request.resolved'].data as object),
        runs: [{ run_id: runId, experiment_id: '1', symbol: series }],
      },
    });
    const replicas = [replica(), replica()];
    const deliveries = TOLD.flatMap((type) => replicas.map((each) => each.apply(runId, events[type], LOG)));
    const published = (await Promise.all(deliveries)).flat();

    const announced = published.map(({ type, attempt }) => `${type} ${attempt}`);
    expect(new Set(announced)).toEqual(new Set(['run.persisted 0', 'request.completed 0']));
    const run = await mlflow.getRun(runId);
    expect(run).toMatchObject({
      status: 'FINISHED',
      params: { symbol: series, mode: 'both', learning_rate: '0.001' },
      metrics: { sharpe: 0.91, 'buy_and_hold.total_return': 0.041, 'seed_11.loss': 0.5 },
      tags: {
        'review.status': 'reviewed',
        'mlflow.user': 'trademaster',
        'model.champion': 'first',
      },
    });
    expect(run?.datasets).toEqual([
      { name: `${series}-bars`, digest: expect.stringMatching(/^[0-9a-f]{36}$/), context: 'training' },
    ]);
    expect(webui.rows.map(({ type }) => type).sort()).toEqual(['chart', 'llm', 'signal']);
    const files = (await new MlflowArtifacts(connection).list(runId, 'model')).map(({ path }) => path);
    expect(files).toEqual(expect.arrayContaining(['model/MLmodel', 'model/model.onnx', 'model/policy.json']));
    const registry = new MlflowModelRegistry(connection);
    expect(await registry.versionByAlias(`trademaster-${series}`, 'champion')).toMatchObject({ version: '1', runId });
    expect(await registry.version(`trademaster-${series}`, '2')).toBeUndefined();
    expect((await ledger.run(runId))?.status).toBe('FINISHED');
    expect((await ledger.completionOf(requestId))?.completed).toMatchObject({ status: 'succeeded' });
  });

  it("given the transcript's address in the WebUI, when fetched, then it is the very bytes", async () => {
    const { store, events } = await opened();
    const { transcript } = events['signal.reviewed'].data as { transcript: { uri: string; sha256: string } };
    const response = await fetch(store.httpUrlOf(transcript));
    expect(sha256Hex(Buffer.from(await response.arrayBuffer()))).toBe(transcript.sha256);
  });
});
