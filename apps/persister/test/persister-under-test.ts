import type { EventData, Mode, OutgoingEvent, PipelineEvent, RunContext } from '@trademaster/contracts';
import { eventIdOf, REQUIRED_FACTS, sha256Hex } from '@trademaster/contracts';
import { encodeBars, encodeOnnx } from '@trademaster/engine';
import {
  exampleEvent,
  exampleEventData,
  EXAMPLE_REQUEST,
  EXAMPLE_RUN_ID,
  EXAMPLE_SOURCE,
  InMemoryArtifactStore,
  InMemoryReplyJournal,
  walkingBars,
} from '@trademaster/testkit';
import { ChampionDesk } from '../src/champions/champion-desk';
import { ModelContest } from '../src/champions/model-contest';
import { FirstCause } from '../src/first-cause';
import { BatchRun } from '../src/mlflow/batch-run';
import { RunFiles } from '../src/mlflow/run-files';
import { RunProjection } from '../src/mlflow/run-projection';
import { RequestCompletion } from '../src/request-completion.service';
import { RequestPersistenceService } from '../src/request-persistence.service';
import { RunEnding } from '../src/run-ending';
import { RunManifest } from '../src/run-manifest';
import { RunPersistenceService } from '../src/run-persistence.service';
import { RunRetryService } from '../src/run-retry.service';
import { TrackRecord } from '../src/track-record';
import { WebuiPublication } from '../src/webui/webui-publication';
import { type BeforeEffect, FakeMlflow, FakeWebui } from './fake-effects';
import { InMemoryLedger } from './in-memory-ledger';

const NOW = new Date('2026-11-23T06:05:00Z');
const LOG = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The persister with everything around it in memory, and the transport's part: first result wins, redelivery. */
export class PersisterUnderTest {
  readonly ledger = new InMemoryLedger();
  readonly mlflow: FakeMlflow;
  readonly webui: FakeWebui;
  /** Everything that was published, in order. */
  readonly published: (OutgoingEvent & { attempt: number })[] = [];
  readonly desk: ChampionDesk;
  private ids = 0;
  private readonly results = new Set<string>();
  private readonly requests: RequestPersistenceService;
  private readonly runs: RunPersistenceService;
  private readonly retries: RunRetryService;

  constructor(
    store: InMemoryArtifactStore,
    before?: BeforeEffect,
    after?: BeforeEffect,
    journal = new InMemoryReplyJournal(),
  ) {
    const { ledger } = this;
    this.mlflow = new FakeMlflow(before);
    this.webui = new FakeWebui(before, after);
    const clock = () => NOW;
    const firstCause = new FirstCause(ledger);
    const batchRun = new BatchRun(this.mlflow, clock);
    const trackRecord = new TrackRecord(ledger, ledger, ledger, ledger, this.mlflow, new ModelContest(store));
    this.desk = new ChampionDesk(ledger, ledger, ledger, this.mlflow, this.mlflow, () => `id-${++this.ids}`);
    const completion = new RequestCompletion(ledger, ledger, batchRun, firstCause);
    const files = new RunFiles(this.mlflow, this.mlflow);
    const projection = new RunProjection(ledger, this.mlflow, files, store);
    const manifest = new RunManifest(ledger, journal, store, files);
    const webui = new WebuiPublication(ledger, this.webui);
    const ending = new RunEnding(this.mlflow, files, store, manifest, webui, trackRecord, clock);
    this.requests = new RequestPersistenceService(ledger, completion);
    this.runs = new RunPersistenceService(ledger, ledger, projection, trackRecord, ending, firstCause, completion);
    this.retries = new RunRetryService(ledger, ledger, this.mlflow, batchRun, clock);
  }

  /** What symbol-resolver has recorded before anything else is said. */
  openRun(mode: Mode = 'both', runId: string = EXAMPLE_RUN_ID, symbol = 'SIMA'): this {
    const { request_id: requestId, dag_id: dagId, execution_id: executionId } = EXAMPLE_REQUEST;
    const recordedAt = NOW;
    this.ledger.requests.set(requestId, {
      ...{ requestId, dagId, executionId, recordedAt },
      ...{ source: EXAMPLE_SOURCE, clientId: executionId, payloadSha256: sha256Hex('payload'), parentRunId: null },
    });
    this.ledger.runs.set(runId, {
      ...{ runId, requestId, symbol, mode, experimentId: '7', parentRunId: null, attempt: 0, status: 'RUNNING' },
      ...{ deadlineAt: new Date('2026-11-23T07:00:00Z'), end: null, recordedAt },
    });
    return this;
  }

  /** Delivers an event until it is worked on: a handler that throws is called again, a done event is not. */
  async deliver(event: PipelineEvent, redeliveries = 3): Promise<void> {
    const key = `${event.id}/${event.attempt}`;
    if (this.results.has(key)) return;
    try {
      const outputs = await this.handle(event);
      this.results.add(key);
      this.published.push(...outputs.map((output) => ({ ...output, attempt: output.attempt ?? event.attempt })));
    } catch (error) {
      if (redeliveries === 0) throw error;
      await this.deliver(event, redeliveries - 1);
    }
  }

  /** One call of the handler, as the controller makes it. */
  handle(event: PipelineEvent): Promise<OutgoingEvent[]> {
    switch (event.type) {
      case 'run.requested':
        return this.requests.onRunRequested(event as PipelineEvent<EventData['run.requested']>);
      case 'request.resolved':
        return this.requests.onRequestResolved(event as PipelineEvent<EventData['request.resolved']>);
      case 'request.failed':
        return this.requests.onRequestFailed(event as PipelineEvent<EventData['request.failed']>);
      case 'run.retry_requested':
        return this.retries.onRetryRequested(event as PipelineEvent<EventData['run.retry_requested']>, LOG);
      default:
        return this.runs.apply(event.correlationid as string, event, LOG);
    }
  }

  publishedOf(type: OutgoingEvent['type']) {
    return this.published.filter((event) => event.type === type);
  }
}

/** The events of one run in the order of the pipeline, with artifacts that are really in the store. */
export interface Story {
  store: InMemoryArtifactStore;
  events: Partial<Record<PipelineEvent['type'], PipelineEvent>>;
}

/** One story of a run of SIMA, told by its events; `training` and `inference` where the mode has them. */
export async function tellStory(mode: Mode): Promise<Story> {
  const store = new InMemoryArtifactStore();
  const owner = { experimentId: '7', runId: EXAMPLE_RUN_ID };
  const put = (name: string, bytes: Uint8Array | string) => store.put(owner, name, bytes);
  const network = { sizes: [2, 3], weights: [new Float32Array(6).fill(0.5)], biases: [new Float32Array(3)] };
  const model = {
    onnx: await put('model.onnx', encodeOnnx([{ seed: 11, network }])),
    policy: await put('policy.json', '{"engine_version":"1.0.0","observation":{"features":["return_1"]}}'),
  };
  const bars = {
    ...exampleEventData('symbol.resolved').run.bars,
    artifact: await put('bars.json', encodeBars(walkingBars(150))),
  };

  const requested = { ...exampleEventData('symbol.requested'), mode };
  const run: RunContext = { ...exampleEventData('symbol.resolved').run, mode, bars };
  const training = {
    ...exampleEventData('model.trained').training,
    model,
    training_curve: await put('training-curve.json', '[{"seed":11,"epoch":1,"loss":0.5,"validation_return":0.01}]'),
    backtest_detail: await put('backtest.json', '{}'),
    report: await put('report.html', '<html></html>'),
  };
  const inferred = exampleEventData('signal.inferred');
  const inference = { ...inferred.inference, model: { ...inferred.inference.model, ...model } };
  const withTraining = mode === 'inference' ? {} : { training };
  const facts = await put('facts.json', '{}');
  const reviewed = {
    ...exampleEventData('signal.reviewed'),
    ...{ run, inference, transcript: await put('transcript.json', '{}'), prompt: await put('prompt.txt', 'Review') },
    team: await put('team.json', '{}'),
    claims: await put('claims.json', '{}'),
  };
  if (mode === 'inference') delete reviewed.training;
  else reviewed.training = training;
  const events: Story['events'] = {
    'request.resolved': exampleEvent('request.resolved', { data: { ...exampleEventData('request.resolved'), mode } }),
    'symbol.requested': exampleEvent('symbol.requested', { data: requested }),
    'symbol.resolved': exampleEvent('symbol.resolved', { data: { run } }),
    'model.trained': exampleEvent('model.trained', { data: { run, training } }),
    'signal.inferred': exampleEvent('signal.inferred', {
      causationid: exampleEvent(mode === 'inference' ? 'symbol.resolved' : 'model.trained').id,
      data: { run, ...withTraining, inference, facts },
    }),
    'signal.reviewed': exampleEvent('signal.reviewed', { data: reviewed }),
  };
  return { store, events };
}

/** What the persister hears of a story's one run, in the pipeline's order. */
export function eventsOf({ events }: Story, mode: Mode): PipelineEvent[] {
  const types = ['request.resolved', 'symbol.requested', ...REQUIRED_FACTS[mode]] as const;
  return types.map((type) => events[type] as PipelineEvent);
}

export async function deliverAll(persister: PersisterUnderTest, events: readonly PipelineEvent[]) {
  for (const event of events) await persister.deliver(event);
  return persister;
}

/** A stage's failure on the event that made it work. */
export function failureOn(cause: PipelineEvent, stage: 'inferencer' | 'reviewer' | 'persister'): PipelineEvent {
  const { attempt } = cause;
  const failure = { stage, code: 'mlflow_unavailable' as const, message: 'MLflow did not answer', retryable: true };
  return exampleEvent('run.failed', {
    id: eventIdOf(`${stage}:${cause.id}`, 'run.failed', 'SIMA', attempt),
    causationid: cause.id,
    attempt,
    data: { ...exampleEventData('run.failed'), failure },
  });
}

export function again(event: PipelineEvent | undefined, attempt: number): PipelineEvent {
  if (!event) throw new Error('the story does not tell this event');
  return { ...event, attempt };
}
