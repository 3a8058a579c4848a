import { randomUUID } from 'node:crypto';
import type { TaskResult } from '@trademaster/agentchat';
import {
  decisionSha256,
  reviewTeam,
  type PipelineEvent,
  type SignalInferred,
  type SignalReviewed,
} from '@trademaster/contracts';
import { ReviewService } from '@trademaster/decision';
import { LedgerDatabase, PgReplyJournal } from '@trademaster/ledger';
import { EventPublisher, NEVER_CRASH, watchEvents } from '@trademaster/messaging';
import { MlflowArtifactStore, MlflowClient } from '@trademaster/mlflow';
import { loadServiceConfig, type RunningService, startService } from '@trademaster/runtime';
import {
  eventually,
  exampleEvent,
  reviewScript,
  ScriptedModelServer,
  type ScriptedReply,
  type ChatRequestBody,
} from '@trademaster/testkit';
import { proposal } from '../../../libs/decision/test/proposals';
import { assembleCrew } from './assemble-crew';
import { ReviewerModule } from './reviewer.module';

jest.setTimeout(120_000);

const config = loadServiceConfig({ ...process.env, LOG_LEVEL: 'silent' });
const client = { brokers: config.kafkaBrokers, clientId: 'reviewer-test' };
const connection = { trackingUri: config.mlflowTrackingUri };

describe('the reviewer on Kafka, PostgreSQL and MLflow', () => {
  const publisher = new EventPublisher(client);
  const mlflow = new MlflowClient(connection);
  const ended = new AbortController();
  const overheard: PipelineEvent[] = [];
  const servers: ScriptedModelServer[] = [];
  let service: RunningService | undefined;
  let watching: Promise<void>;

  beforeAll(async () => {
    await publisher.connect();
    service = await reviewer(reviewScript);
    await new Promise<void>((onReady) => {
      watching = watchEvents({
        ...client,
        types: ['signal.reviewed', 'run.failed'],
        from: 'now',
        onEvent: (event) => void overheard.push(event),
        onReady,
        signal: ended.signal,
      });
    });
  });
  afterAll(async () => {
    await service?.close();
    ended.abort();
    await watching;
    await publisher.disconnect();
    await Promise.all(servers.map((server) => server.stop()));
  });

  async function reviewer(script: (request: ChatRequestBody) => string | ScriptedReply): Promise<RunningService> {
    const server = await ScriptedModelServer.start(script);
    servers.push(server);
    process.env.OPENAI_BASE_URL = server.url;
    process.env.OPENAI_API_KEY = 'sk-test-not-a-secret';
    return startService(
      { stage: 'reviewer', module: ReviewerModule, port: 0 },
      {
        config,
        crashPoint: NEVER_CRASH,
        onFatal: (error) => {
          throw error;
        },
      },
    );
  }

  /** signal.inferred of a run that MLflow knows. */
  async function inferred(): Promise<PipelineEvent<SignalInferred>> {
    const experimentId = await mlflow.getOrCreateExperiment('reviewer');
    const { runId } = await mlflow.createRun({ experimentId, runName: randomUUID(), startTime: 0, tags: {} });
    const data = proposal();
    Object.assign(data.run, { run_id: runId, experiment_id: experimentId });
    return exampleEvent('signal.inferred', { id: randomUUID(), key: runId, correlationid: runId, data });
  }

  const about = ({ key }: PipelineEvent) => overheard.filter((event) => event.key === key);
  const reviewed = (cause: PipelineEvent, times = 1) =>
    eventually('signal.reviewed', () => about(cause).length >= times && about(cause)) as Promise<
      PipelineEvent<SignalReviewed>[]
    >;

  it('given an event that comes twice, when reviewed, then the model is asked once and the same decision comes twice', async () => {
    const event = await inferred();
    await publisher.publish(event, event);
    const [first, second] = await reviewed(event, 2);
    expect(first).toMatchObject({ type: 'signal.reviewed', causationid: event.id, correlationid: event.key });
    expect(second).toEqual(first);
    expect(servers[0]?.calls).toHaveLength(4);
    const { signal, decision_sha256, transcript } = (first as PipelineEvent<SignalReviewed>).data;
    expect(decision_sha256).toBe(decisionSha256(signal));
    const stored = JSON.parse(
      (await new MlflowArtifactStore(connection).get(transcript)).toString('utf8'),
    ) as TaskResult;
    expect(stored.messages).toHaveLength(5);
  });

  it('given a reviewer that goes away in the middle, when another takes over, then it goes on with the recorded replies', async () => {
    await service?.close();
    const asked = (request: ChatRequestBody, agent: string) =>
      request.messages[0]?.content?.startsWith(`You are ${agent} `);
    service = await reviewer((request) => (asked(request, 'RiskManager') ? { hang: true } : reviewScript(request)));
    const [, dying] = servers;
    const event = await inferred();
    await publisher.publish(event);
    await eventually('the hanging call', () => dying?.calls.length === 3);
    await service.close();

    service = await reviewer(reviewScript);
    const [first] = await reviewed(event);
    expect(first?.type).toBe('signal.reviewed');
    const names = servers[2]?.calls.map(({ body }) => /^You are (\w+)/.exec(body.messages[0]?.content ?? '')?.[1]);
    expect(names).toEqual(['RiskManager', 'Executor']);
  });

  it('given a full journal, when the review is made again without a key and without an endpoint, then the decision has the same hash', async () => {
    const event = await inferred();
    await publisher.publish(event);
    const [first] = (await reviewed(event)) as [PipelineEvent<SignalReviewed>];
    const database = await LedgerDatabase.open(config.databaseUrl);
    try {
      const { team } = reviewTeam();
      const journal = new PgReplyJournal(database);
      // Nobody listens there, and no key is given: a call would fail.
      const endpoint = { model: 'gpt-4o-mini', baseUrl: 'http://127.0.0.1:9/v1', timeoutMs: 1_000 };
      const crew = assembleCrew(team, { endpoint, concurrency: 1 }, journal, { called: () => undefined });
      const service = new ReviewService(reviewTeam(), crew, new MlflowArtifactStore(connection));
      const again = await service.review(event.data, 0, new AbortController().signal);
      expect(again.decision_sha256).toBe(first.data.decision_sha256);
      expect(again.transcript).toEqual(first.data.transcript);
    } finally {
      await database.close();
    }
  });
});
